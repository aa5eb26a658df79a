package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetryBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of voice telemetry.
 *
 * @param enabled Whether voice telemetry is on.
 * @param attributes Attributes that are put on every voice span.
 * @param attemptSpans When each try of a request gets a span of its own.
 * @param content What was said.
 * @param userId What is recorded of the ids of users.
 * @param session How sessions behave.
 * @param sampling How much is kept.
 * @param logMetrics Whether the figures of each stage of a call, and what a call has
 * used, are written to the log.
 * @param logContext Whether the ids of session, turn, trace and span are in the logging
 * context (MDC) of code that runs in a call.
 * @param usage What calls have used.
 * @param metrics What is counted and measured.
 * @param export Where spans are sent.
 * @since 0.1
 */
@ConfigurationProperties(VoiceTelemetryProperties.PREFIX)
public record VoiceTelemetryProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue Map<String, String> attributes, @DefaultValue("retries") AttemptSpans attemptSpans,
		Content content, @NestedConfigurationProperty UserIdProperties userId, Session session, Sampling sampling,
		@DefaultValue("true") boolean logMetrics, @DefaultValue("true") boolean logContext, Usage usage,
		Metrics metrics, @NestedConfigurationProperty ExportProperties export) {

	static final String PREFIX = "voice.telemetry";

	/** Of the attributes of this project, those that may be the same for all calls. */
	private static final Set<TelemetryAttribute<?>> SHAREABLE = Set.of(TelemetryAttributes.USER_ID,
			TelemetryAttributes.TENANT_ID, TelemetryAttributes.ROOM_NAME, TelemetryAttributes.AGENT_NAME,
			TelemetryAttributes.USE_CASE);

	/** As long as the SDK's nanoseconds can tell. */
	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	public VoiceTelemetryProperties {
		// Of most of them nothing is set, and the binder takes long to make their
		// defaults.
		content = Objects.requireNonNullElse(content, Content.UNSET);
		userId = Objects.requireNonNullElse(userId, UserIdProperties.UNSET);
		session = Objects.requireNonNullElse(session, Session.UNSET);
		sampling = Objects.requireNonNullElse(sampling, Sampling.UNSET);
		usage = Objects.requireNonNullElse(usage, Usage.UNSET);
		metrics = Objects.requireNonNullElse(metrics, Metrics.UNSET);
		export = Objects.requireNonNullElse(export, ExportProperties.UNSET);
		attributes = Map.copyOf(attributes);
		for (String key : attributes.keySet()) {
			TelemetryAttribute<?> known = TelemetryAttributes.find(key);
			if (known != null && !SHAREABLE.contains(known)) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".attributes." + key,
						"is set, but every span has its own '" + key + "', or none",
						"Remove it or choose another key.");
			}
		}
		if (attributes.size() > VoiceTelemetryBuilder.MAX_ATTRIBUTES) {
			throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".attributes",
					"has " + attributes.size() + " entries",
					"Keep at most " + VoiceTelemetryBuilder.MAX_ATTRIBUTES + ".");
		}
	}

	/**
	 * When each try of a request gets a span of its own.
	 */
	public enum AttemptSpans {

		/**
		 * When there is more than one, or the application reports one.
		 */
		RETRIES,

		/**
		 * Always.
		 */
		ALWAYS

	}

	/**
	 * What was said.
	 *
	 * @param capture Whether prompts, transcripts, replies, tool arguments and results
	 * and exception messages are recorded.
	 * @param maxLength Longest text that is recorded, in characters.
	 * @param maxSpanLength Most that is recorded on a span, all texts together, in
	 * characters.
	 * @param redaction What is taken out of it by itself.
	 */
	public record Content(@DefaultValue("none") ContentCapture capture, @DefaultValue("65536") int maxLength,
			@DefaultValue("262144") int maxSpanLength, @NestedConfigurationProperty RedactionProperties redaction) {

		private static final Content UNSET = new Content(ContentCapture.NONE, 65_536, 262_144,
				RedactionProperties.UNSET);

		public Content {
			redaction = Objects.requireNonNullElse(redaction, RedactionProperties.UNSET);
			if (maxLength < 1) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".content.max-length", "is " + maxLength,
						"Use at least 1, or set " + PREFIX + ".content.capture=none to record no content.");
			}
			if (maxSpanLength < 1) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".content.max-span-length",
						"is " + maxSpanLength,
						"Use at least 1, or set " + PREFIX + ".content.capture=none to record no content.");
			}
		}

	}

	/**
	 * How sessions behave.
	 *
	 * @param trace What makes up a trace.
	 * @param joinActiveSpan Whether a session is a child of the span that is active when
	 * it is opened, instead of a trace of its own that is linked to it.
	 * @param maxIdle How long nothing may happen in a session before it is ended.
	 * @param maxDuration How long a session may last before it is ended.
	 * @param maxOpen Most sessions that are open at a time. Further ones are not
	 * recorded.
	 * @param flushOnEnd Whether spans are sent at once when a session has ended.
	 */
	public record Session(@DefaultValue("session") Trace trace, @DefaultValue("false") boolean joinActiveSpan,
			@DefaultValue("30m") Duration maxIdle, @DefaultValue("4h") Duration maxDuration,
			@DefaultValue("100000") int maxOpen, @DefaultValue("false") boolean flushOnEnd) {

		private static final Session UNSET = new Session(Trace.SESSION, false, Duration.ofMinutes(30),
				Duration.ofHours(4), 100_000, false);

		public Session {
			requirePositive(maxIdle, PREFIX + ".session.max-idle");
			requirePositive(maxDuration, PREFIX + ".session.max-duration");
			if (maxOpen < 1) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".session.max-open", "is " + maxOpen,
						"Use at least 1, or set " + PREFIX + ".enabled=false to record no sessions.");
			}
			if (trace == Trace.TURN && joinActiveSpan) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".session.join-active-span",
						"is true although " + PREFIX + ".session.trace is 'turn'",
						"Choose one: either turns are traces of their own, or the session joins a trace.");
			}
		}

		/**
		 * What makes up a trace.
		 */
		public enum Trace {

			/**
			 * The whole session.
			 */
			SESSION,

			/**
			 * Each turn, linked to the session.
			 */
			TURN

		}

	}

	/**
	 * How much is kept.
	 *
	 * @param probability Share of sessions, and of voice spans outside any, that is kept,
	 * from 0 to 1.
	 */
	public record Sampling(@DefaultValue("1.0") double probability) {

		private static final Sampling UNSET = new Sampling(1);

		public Sampling {
			if (!(probability >= 0 && probability <= 1)) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".sampling.probability",
						"is " + probability, "Use a number from 0 (nothing) to 1 (everything).");
			}
		}

	}

	/**
	 * What is counted and measured.
	 *
	 * @param enabled Whether calls are counted and measured in the application's meter
	 * registry.
	 * @param maxTagValues Most values that a tag of a meter has. Further ones become
	 * "other".
	 * @param maxCombinations Most combinations of tags that are kept for each kind of
	 * event. In further ones, tags whose values may be any become "other".
	 */
	public record Metrics(@DefaultValue("true") boolean enabled, @DefaultValue("100") int maxTagValues,
			@DefaultValue("1000") int maxCombinations) {

		static final String PREFIX = VoiceTelemetryProperties.PREFIX + ".metrics";

		private static final Metrics UNSET = new Metrics(true, 100, 1000);

		public Metrics {
			requireAtLeastOne(maxTagValues, PREFIX + ".max-tag-values");
			requireAtLeastOne(maxCombinations, PREFIX + ".max-combinations");
		}

		private static void requireAtLeastOne(int number, String property) {
			if (number < 1) {
				throw new InvalidVoiceTelemetryConfigurationException(property, "is " + number,
						"Use at least 1, or set " + PREFIX + ".enabled=false to have no meters.");
			}
		}

	}

	/**
	 * What calls have used.
	 *
	 * @param maxRows How many models are told apart, in a call and in all; what exceeds
	 * them is added up.
	 */
	public record Usage(@DefaultValue("100") int maxRows) {

		private static final Usage UNSET = new Usage(100);

		public Usage {
			if (maxRows < 1) {
				throw new InvalidVoiceTelemetryConfigurationException(PREFIX + ".usage.max-rows", "is " + maxRows,
						"Use at least 1.");
			}
		}

	}

	static void requirePositiveOrNull(@Nullable Duration duration, String property) {
		if (duration != null) {
			requirePositive(duration, property);
		}
	}

	static void requirePositive(Duration duration, String property) {
		if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
			throw new InvalidVoiceTelemetryConfigurationException(property, "is " + duration,
					"Use a time above zero and below 200 years, such as 30s.");
		}
	}

}
