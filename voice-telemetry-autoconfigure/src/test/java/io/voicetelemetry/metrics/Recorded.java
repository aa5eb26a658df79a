package io.voicetelemetry.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;

/**
 * A recorder, and what its registry has: each meter as a line, with its tags in order.
 */
final class Recorded {

	private final MeterRegistry registry;

	private final VoiceMetricsRecorder recorder;

	Recorded() {
		this(new SimpleMeterRegistry());
	}

	Recorded(MeterRegistry registry) {
		this.registry = registry;
		this.recorder = new VoiceMetricsRecorder(registry, 100, 1000);
	}

	VoiceMetricsListener listener() {
		return this.recorder.listener();
	}

	VoiceMetricsRecorder recorder() {
		return this.recorder;
	}

	Recorded told(VoiceMetrics... events) {
		for (VoiceMetrics event : events) {
			listener().onMetrics(event);
		}
		return this;
	}

	/**
	 * All but the number of calls, which is always there.
	 */
	List<String> lines() {
		return lines(this.registry).stream().filter((line) -> !line.startsWith("voice.sessions.active")).toList();
	}

	static List<String> lines(MeterRegistry registry) {
		// The simple registry has a further gauge for each bucket.
		return registry.getMeters()
			.stream()
			.filter((meter) -> !meter.getId().getName().endsWith(".histogram"))
			.map(Recorded::line)
			.toList();
	}

	private static String line(Meter meter) {
		List<String> tags = meter.getId().getTags().stream().map(Recorded::text).toList();
		return meter.getId().getName() + tags + " " + meter.match(Recorded::text, Recorded::text, Recorded::text,
				Recorded::text, (task) -> "?", (gauge) -> "?", (counter) -> "?", (timer) -> "?", (other) -> "?");
	}

	private static String text(Tag tag) {
		return tag.getKey() + "=" + tag.getValue();
	}

	private static String text(Gauge gauge) {
		return number(gauge.value());
	}

	private static String text(Counter counter) {
		return number(counter.count());
	}

	private static String text(DistributionSummary summary) {
		return number(summary.totalAmount()) + " in " + summary.count();
	}

	private static String text(Timer timer) {
		return number(timer.totalTime(TimeUnit.SECONDS)) + " in " + timer.count();
	}

	private static String number(double value) {
		double rounded = Math.rint(value * 1e6) / 1e6;
		return (rounded == Math.rint(rounded)) ? Long.toString((long) rounded) : Double.toString(rounded);
	}

}
