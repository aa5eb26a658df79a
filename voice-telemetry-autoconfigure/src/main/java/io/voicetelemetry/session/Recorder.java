package io.voicetelemetry.session;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.content.ContentPolicy;

/**
 * What every handle records with.
 */
final class Recorder {

	static final Recorder NOOP = new Recorder(OpenTelemetry.noop().getTracer(VoiceTelemetry.INSTRUMENTATION_SCOPE),
			ContentPolicy.none(), Attributes.empty(), SessionOptions.DEFAULT, TimeSource.SYSTEM, MetricsSettings.NONE,
			PropagatedIds.NONE, true);

	private final Tracer tracer;

	private final ContentPolicy content;

	private final Attributes staticAttributes;

	private final SessionOptions options;

	private final TimeSource time;

	private final PropagatedIds propagatedIds;

	private final boolean noop;

	private final ListenerThreads listenerThreads;

	private final MetricsPublisher publisher;

	private final int maxApplicationAttributes;

	private final int maxUsageRows;

	private final boolean logContext;

	private volatile boolean closed;

	private final Refusals refusals;

	private final SpanStarter starter = new SpanStarter(this);

	Recorder(Tracer tracer, ContentPolicy content, Attributes staticAttributes, SessionOptions options, TimeSource time,
			MetricsSettings metrics, PropagatedIds propagatedIds, boolean noop) {
		this.tracer = tracer;
		this.staticAttributes = staticAttributes(staticAttributes, content);
		this.maxApplicationAttributes = ApplicationAttributes.max(staticAttributes.size());
		this.options = options;
		this.refusals = new Refusals();
		this.content = content.reportingTo(this.refusals);
		this.time = GuardedTimeSource.of(time, this.refusals);
		this.listenerThreads = new ListenerThreads(this.refusals);
		this.publisher = new MetricsPublisher(metrics, this.listenerThreads);
		this.maxUsageRows = metrics.maxUsageRows();
		this.logContext = metrics.logContext();
		this.propagatedIds = propagatedIds;
		this.noop = noop;
	}

	private static Attributes staticAttributes(Attributes attributes, ContentPolicy content) {
		return UserIdAttributes.pseudonymous(attributes, content);
	}

	Tracer tracer() {
		return this.tracer;
	}

	ContentPolicy content() {
		return this.content;
	}

	/**
	 * How many attributes an application may add to one span.
	 */
	int maxApplicationAttributes() {
		return this.maxApplicationAttributes;
	}

	Attributes staticAttributes() {
		return this.staticAttributes;
	}

	SessionOptions options() {
		return this.options;
	}

	TimeSource time() {
		return this.time;
	}

	Refusals refusals() {
		return this.refusals;
	}

	SpanStarter starter() {
		return this.starter;
	}

	ListenerThreads listenerThreads() {
		return this.listenerThreads;
	}

	MetricsPublisher publisher() {
		return this.publisher;
	}

	int maxUsageRows() {
		return this.maxUsageRows;
	}

	/**
	 * Whether the log is told which call and turn its lines are about.
	 */
	boolean logContext() {
		return this.logContext;
	}

	PropagatedIds propagatedIds() {
		return this.propagatedIds;
	}

	boolean isNoop() {
		return this.noop;
	}

	/**
	 * Nothing begins any more from now on.
	 */
	void close() {
		this.closed = true;
	}

	boolean isClosed() {
		return this.closed;
	}

}
