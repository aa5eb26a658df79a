package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.usage.UsageCollector;

/**
 * Builds telemetry that records. Not thread-safe.
 *
 * @since 0.1
 */
public final class VoiceTelemetryBuilder {

	/**
	 * How many attributes every voice span may have of the configuration: with those of
	 * the stage and the application they must fit on a span.
	 */
	public static final int MAX_ATTRIBUTES = 32;

	/**
	 * The ids of a call that {@link #propagatedIds(Collection)} takes.
	 */
	public static final List<String> PROPAGATED_IDS = PropagatedIds.names();

	private final OpenTelemetry openTelemetry;

	private ContentPolicy content = ContentPolicy.none();

	private Attributes attributes = Attributes.empty();

	private SessionOptions options = SessionOptions.DEFAULT;

	private TimeSource timeSource = TimeSource.SYSTEM;

	private Runnable onSessionEnd = () -> {
	};

	private final List<VoiceMetricsListener> consumers = new ArrayList<>();

	private final Map<VoiceMetricsListener, Predicate<Class<?>>> listeners = new LinkedHashMap<>();

	private int maxUsageRows = UsageCollector.DEFAULT_MAX_ROWS;

	private boolean logContext = true;

	private PropagatedIds propagatedIds = PropagatedIds.NONE;

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
	 * @param attributes the attributes, at most {@value #MAX_ATTRIBUTES}
	 * @return this
	 * @throws IllegalArgumentException if there are more
	 */
	public VoiceTelemetryBuilder attributes(Attributes attributes) {
		this.attributes = Objects.requireNonNull(attributes, "attributes");
		if (attributes.size() > MAX_ATTRIBUTES) {
			throw new IllegalArgumentException(
					"attributes must be at most " + MAX_ATTRIBUTES + " but are " + attributes.size());
		}
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
	 * Who is told the figures of all calls in place, on the thread on which they come to
	 * be: it must be thread-safe and must not block. What adds up or meters is of that
	 * kind.
	 * @param consumer who is told
	 * @return this
	 */
	public VoiceTelemetryBuilder metricsConsumer(VoiceMetricsListener consumer) {
		this.consumers.add(Objects.requireNonNull(consumer, "consumer"));
		return this;
	}

	/**
	 * Who is told the figures of all calls on a thread of its own.
	 * @param listener who is told
	 * @return this
	 */
	public VoiceTelemetryBuilder metricsListener(VoiceMetricsListener listener) {
		return metricsListener(listener, (type) -> true);
	}

	/**
	 * Who is told some of the figures of all calls on a thread of its own.
	 * @param listener who is told
	 * @param demand whether it is to be told what is of a type, asked each time on the
	 * thread of the call: it must be thread-safe, quick and not block
	 * @return this
	 */
	public VoiceTelemetryBuilder metricsListener(VoiceMetricsListener listener, Predicate<Class<?>> demand) {
		this.listeners.put(Objects.requireNonNull(listener, "listener"), Objects.requireNonNull(demand, "demand"));
		return this;
	}

	/**
	 * How many models the usage of a session tells apart.
	 * @param maxUsageRows the number, at least 1
	 * @return this
	 */
	public VoiceTelemetryBuilder maxUsageRows(int maxUsageRows) {
		if (maxUsageRows < 1) {
			throw new IllegalArgumentException("maxUsageRows must be at least 1 but is " + maxUsageRows);
		}
		this.maxUsageRows = maxUsageRows;
		return this;
	}

	/**
	 * Whether the ids of the session, the turn and the span are in SLF4J's {@code MDC}
	 * while code runs in a stage of a session.
	 * @param logContext whether they are
	 * @return this
	 * @see io.voicetelemetry.logging.LogContext
	 */
	public VoiceTelemetryBuilder logContext(boolean logContext) {
		this.logContext = logContext;
		return this;
	}

	/**
	 * Which ids of a call go out, as OpenTelemetry baggage, with the requests that are
	 * made in it, and are put on voice spans outside any session if they came in with a
	 * request. None by default: they go to whoever is called.
	 * @param names some of {@link #PROPAGATED_IDS}
	 * @return this
	 * @throws IllegalArgumentException if there is another one
	 */
	public VoiceTelemetryBuilder propagatedIds(Collection<String> names) {
		this.propagatedIds = PropagatedIds.of(names);
		return this;
	}

	/**
	 * Builds the telemetry.
	 * @return the telemetry, to be closed
	 */
	public ClosableVoiceTelemetry build() {
		return new RecordingVoiceTelemetry(new Recorder(
				this.openTelemetry.tracerBuilder(VoiceTelemetry.INSTRUMENTATION_SCOPE)
					.setInstrumentationVersion(VoiceTelemetry.version())
					.build(),
				this.content, this.attributes, this.options, this.timeSource,
				new MetricsSettings(this.consumers, this.listeners, this.maxUsageRows, this.logContext),
				this.propagatedIds, false), this.onSessionEnd);
	}

}
