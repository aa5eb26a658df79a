package io.voicetelemetry.session;

import java.util.Objects;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.voicetelemetry.content.ContentPolicy;

/**
 * Builds telemetry that records. Not thread-safe.
 *
 * @since 0.1
 */
public final class VoiceTelemetryBuilder {

	private final OpenTelemetry openTelemetry;

	private ContentPolicy content = ContentPolicy.none();

	private Attributes attributes = Attributes.empty();

	private SessionOptions options = SessionOptions.DEFAULT;

	private TimeSource timeSource = TimeSource.SYSTEM;

	private Runnable onSessionEnd = () -> {
	};

	VoiceTelemetryBuilder(OpenTelemetry openTelemetry) {
		this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
	}

	/**
	 * What of the content may be recorded.
	 * @param content the policy
	 * @return this
	 */
	public VoiceTelemetryBuilder content(ContentPolicy content) {
		this.content = Objects.requireNonNull(content, "content");
		return this;
	}

	/**
	 * Attributes for every voice span.
	 * @param attributes the attributes
	 * @return this
	 */
	public VoiceTelemetryBuilder attributes(Attributes attributes) {
		this.attributes = Objects.requireNonNull(attributes, "attributes");
		return this;
	}

	/**
	 * How sessions behave.
	 * @param options the options
	 * @return this
	 */
	public VoiceTelemetryBuilder options(SessionOptions options) {
		this.options = Objects.requireNonNull(options, "options");
		return this;
	}

	/**
	 * Where sessions get their time from.
	 * @param timeSource the time source
	 * @return this
	 */
	public VoiceTelemetryBuilder timeSource(TimeSource timeSource) {
		this.timeSource = Objects.requireNonNull(timeSource, "timeSource");
		return this;
	}

	/**
	 * What is to be done when a session has ended, before its callbacks are told: called
	 * on the thread that ended it, so it must not block.
	 * @param onSessionEnd what is to be done
	 * @return this
	 */
	public VoiceTelemetryBuilder onSessionEnd(Runnable onSessionEnd) {
		this.onSessionEnd = Objects.requireNonNull(onSessionEnd, "onSessionEnd");
		return this;
	}

	/**
	 * Builds the telemetry.
	 * @return the telemetry, to be closed
	 */
	public ClosableVoiceTelemetry build() {
		String version = VoiceTelemetry.class.getPackage().getImplementationVersion();
		return new RecordingVoiceTelemetry(
				new Recorder(this.openTelemetry.tracerBuilder(VoiceTelemetry.INSTRUMENTATION_SCOPE)
					.setInstrumentationVersion((version != null) ? version : "development")
					.build(), this.content, this.attributes, this.options, this.timeSource, false),
				this.onSessionEnd);
	}

}
