package io.voicetelemetry.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was told of the calls of one recording, in the order in which it was told.
 */
final class Told implements VoiceMetricsListener {

	final List<VoiceMetrics> metrics = new CopyOnWriteArrayList<>();

	final List<UsageSummary> usage = new CopyOnWriteArrayList<>();

	final List<SessionSummary> summaries = new CopyOnWriteArrayList<>();

	/** Everything, the beginnings of sessions included. */
	final List<Object> all = new CopyOnWriteArrayList<>();

	/**
	 * A recording of which this is told everything in place.
	 */
	Recording recording() {
		return recording(UnaryOperator.identity());
	}

	/**
	 * A recording whose spans are all sampled out.
	 */
	Recording sampledOut() {
		return recording((provider) -> provider.setSampler(Sampler.alwaysOff()));
	}

	Recording recording(UnaryOperator<SdkTracerProviderBuilder> provider) {
		return new Recording(provider, (settings) -> settings.metricsConsumer(this));
	}

	@Override
	public void onMetrics(VoiceMetrics metrics) {
		this.metrics.add(metrics);
		this.all.add(metrics);
	}

	@Override
	public void onSessionStart(SessionStart session) {
		this.all.add(session);
	}

	@Override
	public void onUsage(UsageSummary usage) {
		this.usage.add(usage);
		this.all.add(usage);
	}

	@Override
	public void onSessionEnd(SessionSummary session) {
		this.summaries.add(session);
		this.all.add(session);
	}

	<T extends VoiceMetrics> List<T> all(Class<T> type) {
		return this.metrics.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * The only figures of a kind.
	 */
	<T extends VoiceMetrics> T only(Class<T> type) {
		assertThat(all(type)).as(type.getSimpleName()).hasSize(1);
		return all(type).get(0);
	}

	/**
	 * The figures of a kind that a stage told with its end.
	 */
	<T extends VoiceMetrics> T of(VoiceSpan stage, Class<T> type) {
		List<T> own = all(type).stream()
			.filter((each) -> stage.spanContext().getSpanId().equals(each.origin().spanId()))
			.toList();
		assertThat(own).as(type.getSimpleName() + " of " + stage).hasSize(1);
		return own.get(0);
	}

	List<String> types() {
		return this.metrics.stream().map(VoiceMetrics::type).toList();
	}

	/**
	 * Checks that figures belong to a span and were told when it ended.
	 */
	static void assertOf(SpanData span, MetricsOrigin origin) {
		assertThat(origin.traceId()).isEqualTo(span.getTraceId());
		assertThat(origin.spanId()).isEqualTo(span.getSpanId());
		assertThat(origin.timestamp()).isEqualTo(Recording.end(span));
		assertThat(origin.outcome().value()).isEqualTo(Recording.attribute(span, "voice.outcome"));
		Object errorType = Recording.attribute(span, "error.type");
		assertThat(origin.errorType()).isEqualTo((errorType != Recording.Absent.VALUE) ? errorType : null);
		Object speechId = Recording.attribute(span, "voice.speech_id");
		assertThat(origin.speechId()).isEqualTo((speechId != Recording.Absent.VALUE) ? speechId : null);
	}

}
