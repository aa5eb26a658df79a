package io.voicetelemetry.event;

import java.util.Locale;
import java.util.Objects;

/**
 * A turn that has ended: of the caller, or a reply.
 *
 * @param origin where they come from
 * @param role whose turn it was
 * @param duration start to end
 * @param interrupted whether the reply was cut off
 * @param discarded whether the reply was prepared in advance and never played
 * @since 0.1
 */
public record TurnMetrics(MetricsOrigin origin, Role role, double duration, boolean interrupted,
		boolean discarded) implements VoiceMetrics {

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is negative or no number
	 */
	public TurnMetrics {
		Objects.requireNonNull(origin, "origin");
		Objects.requireNonNull(role, "role");
		Figures.requireSeconds(duration, "duration");
	}

	@Override
	public String type() {
		return "turn_metrics";
	}

	/**
	 * Whose turn it is.
	 */
	public enum Role {

		/**
		 * The caller's.
		 */
		USER,

		/**
		 * The agent's: a reply.
		 */
		AGENT;

		private final String value = name().toLowerCase(Locale.ROOT);

		/**
		 * The role as meters carry it.
		 * @return {@code user} or {@code agent}
		 */
		public String value() {
			return this.value;
		}

	}

}
