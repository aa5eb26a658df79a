package io.voicetelemetry.otlp;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a backend's answer to a request means for the spans in it. A problem is described
 * in one line, without any secret.
 *
 * @since 0.1
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP
 * responses</a>
 */
public sealed interface OtlpAnswer {

	/**
	 * The backend has them, but for some that it will not take.
	 *
	 * @param rejectedSpans how many it will not take
	 * @param message why, as the backend says, or empty
	 */
	record Accepted(long rejectedSpans, String message) implements OtlpAnswer {

		/** It has them all. */
		public static final Accepted ALL = new Accepted(0, "");

	}

	/**
	 * The backend cannot take them now: no answer, overload, a failure of its own.
	 *
	 * @param problem what is wrong
	 * @param retryAfter how long the backend wants to be left alone, or {@code null} if
	 * it does not say
	 */
	record TryLater(String problem, @Nullable Duration retryAfter) implements OtlpAnswer {
	}

	/**
	 * Nothing will be taken until somebody mends the credential, the URL or the backend:
	 * a login page, a redirect, an unknown path.
	 *
	 * @param problem what is wrong
	 */
	record Refused(String problem) implements OtlpAnswer {
	}

	/**
	 * The request is larger than the backend takes.
	 *
	 * @param problem what is wrong
	 */
	record TooLarge(String problem) implements OtlpAnswer {
	}

	/**
	 * The backend finds the request faulty: one of its spans, or all of it.
	 *
	 * @param problem what is wrong
	 */
	record Invalid(String problem) implements OtlpAnswer {
	}

}
