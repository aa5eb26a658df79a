package io.voicetelemetry.integration.actuator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.voicetelemetry.export.DeliveryCounts;

/**
 * A backend, and what became of the spans for it.
 *
 * @param destination where they go, for people to read and without any secret
 * @param counts the account
 * @since 0.1
 */
public record BackendState(String destination, DeliveryCounts counts) {

	/**
	 * Keeps the state as it is.
	 */
	public BackendState {
		Objects.requireNonNull(destination, "destination");
		Objects.requireNonNull(counts, "counts");
	}

	Map<String, Object> describe() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("destination", this.destination);
		details.putAll(describe(this.counts));
		return details;
	}

	/**
	 * An account, without reasons for which nothing was dropped.
	 */
	static Map<String, Object> describe(DeliveryCounts counts) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("accepted", counts.accepted());
		details.put("delivered", counts.delivered());
		Map<String, Long> dropped = new LinkedHashMap<>();
		counts.dropped().forEach((reason, spans) -> {
			if (spans > 0) {
				dropped.put(reason.value(), spans);
			}
		});
		details.put("dropped", dropped);
		details.put("queued", counts.queued());
		if (counts.problem() != null) {
			details.put("problem", counts.problem());
		}
		return details;
	}

}
