package io.voicetelemetry.autoconfigure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Whether spans are sent to a backend: what says that they shall be, and what has to be
 * set for it and is not. Properties are by their full names. Not thread-safe.
 */
final class BackendSwitch {

	private final String enabledKey;

	private final @Nullable Boolean enabled;

	/** The properties that say that spans shall be sent there, the first one first. */
	private final Set<String> reasons = new LinkedHashSet<>();

	/** What has to be set and is not, and what to write. */
	private final Map<String, String> missing = new LinkedHashMap<>();

	private boolean addressed;

	private boolean allOrNothing;

	private boolean unfinished;

	/**
	 * The switch of a backend.
	 * @param enabledKey the property that switches it
	 * @param enabled its value, or {@code null}
	 */
	BackendSwitch(String enabledKey, @Nullable Boolean enabled) {
		this.enabledKey = enabledKey;
		this.enabled = enabled;
		if (Boolean.TRUE.equals(enabled)) {
			because(enabledKey);
		}
	}

	/**
	 * Spans shall be sent there.
	 * @param property the property that says so
	 */
	void because(String property) {
		this.reasons.add(property);
	}

	/**
	 * It is set where spans are sent, which is not always a reason to send them.
	 */
	void markAddressed() {
		this.addressed = true;
	}

	/**
	 * The variables that the product has are for telemetry alone: some without the others
	 * are a mistake.
	 */
	void allOrNothing() {
		this.allOrNothing = true;
	}

	/**
	 * A property has to be set.
	 * @param what what to write
	 */
	void require(String property, String what) {
		this.missing.put(property, what);
	}

	/**
	 * Leaves a backend off of which only variables tell, and not all: they may be there
	 * for another use of the product.
	 * @param ofVariable whether a property is from a variable
	 */
	void leaveToOthers(Predicate<String> ofVariable) {
		this.unfinished = !this.reasons.isEmpty() && !this.allOrNothing && !this.missing.isEmpty()
				&& this.reasons.stream().allMatch(ofVariable);
	}

	boolean isOn() {
		return !this.reasons.isEmpty() && !this.unfinished && !Boolean.FALSE.equals(this.enabled);
	}

	/**
	 * Refuses a backend that is on and of which something is missing.
	 */
	void requireComplete() {
		this.missing.forEach((property, what) -> {
			String reason = this.reasons.iterator().next();
			throw new InvalidVoiceTelemetryConfigurationException(property,
					"is not set although " + reason + (this.enabledKey.equals(reason) ? " is true" : " is set"),
					what + ((variables(property).isEmpty()) ? ""
							: " (the variable " + variables(property) + " does, too)") + ", or set " + this.enabledKey
							+ "=false to send nothing there.");
		});
	}

	private static String variables(String property) {
		return String.join(" or ", BackendVariables.namesFor(property));
	}

	/**
	 * Why nothing is sent there although something is set for it.
	 * @return the reason, or {@code null} if nothing is set, or it is on
	 */
	@Nullable String whyOff() {
		if (isOn()) {
			return null;
		}
		if (!this.reasons.isEmpty() && Boolean.FALSE.equals(this.enabled)) {
			return this.enabledKey + " is false";
		}
		return ((this.unfinished || this.addressed) && !this.missing.isEmpty())
				? this.missing.keySet().iterator().next() + " is not set" : null;
	}

}
