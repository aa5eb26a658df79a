package io.voicetelemetry.integration.actuator;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What is intercepted of a kind of thing, and what is not. It is asked each time, since
 * lazy beans come late.
 *
 * @param kind the kind, such as {@code annotations} or the name of a library
 * @param intercepted gives the names of what is
 * @param notIntercepted gives what is not, or not always, and why
 * @since 0.1
 */
public record Interception(String kind, Supplier<List<String>> intercepted, Supplier<List<String>> notIntercepted) {

	/**
	 * Keeps what is asked.
	 */
	public Interception {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(intercepted, "intercepted");
		Objects.requireNonNull(notIntercepted, "notIntercepted");
	}

}
