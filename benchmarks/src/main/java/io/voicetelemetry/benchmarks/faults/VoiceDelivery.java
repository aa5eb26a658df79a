package io.voicetelemetry.benchmarks.faults;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.DeliverySettings;
import io.voicetelemetry.export.OtlpPipelines;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.otlp.OtlpDestination;

/**
 * This project's own pipeline.
 */
final class VoiceDelivery implements SpanDelivery {

	private final VoiceSpanProcessor processor;

	private VoiceDelivery(VoiceSpanProcessor processor) {
		this.processor = processor;
	}

	/**
	 * Default settings, to be changed.
	 */
	static Setup setup() {
		return new Setup();
	}

	@Override
	public String name() {
		return "Voice Telemetry";
	}

	@Override
	public SpanProcessor processor() {
		return this.processor;
	}

	@Override
	public Map<String, Counts> counts() {
		Map<String, Counts> all = new LinkedHashMap<>();
		for (DeliveryCounts each : this.processor.counts()) {
			Map<String, Long> dropped = new HashMap<>();
			each.dropped().forEach((reason, count) -> dropped.put(reason.value(), count));
			all.put(each.backend(),
					new Counts(each.accepted(), each.delivered(), dropped, each.queued(), each.queuedBytes()));
		}
		return all;
	}

	@Override
	public String toString() {
		return this.processor + " " + this.processor.pipelines() + " " + this.processor.counts();
	}

	/**
	 * How it is set up. Not thread-safe.
	 */
	static final class Setup {

		private final Map<String, String> headers = new HashMap<>();

		private Duration timeout = Duration.ofSeconds(10);

		private Duration scheduleDelay = DeliverySettings.DEFAULT.scheduleDelay();

		private long maxQueueBytes = DeliverySettings.DEFAULT.maxQueueBytes();

		private int maxTextLength = DeliverySettings.DEFAULT.maxTextLength();

		Setup header(String name, String value) {
			this.headers.put(name, value);
			return this;
		}

		Setup timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		Setup scheduleDelay(Duration scheduleDelay) {
			this.scheduleDelay = scheduleDelay;
			return this;
		}

		Setup maxQueueBytes(long maxQueueBytes) {
			this.maxQueueBytes = maxQueueBytes;
			return this;
		}

		Setup maxTextLength(int maxTextLength) {
			this.maxTextLength = maxTextLength;
			return this;
		}

		SpanDelivery to(URI endpoint) {
			DeliverySettings defaults = DeliverySettings.DEFAULT;
			OtlpDestination destination = new OtlpDestination("otlp", endpoint, this.headers, false, this.timeout,
					null);
			DeliverySettings settings = new DeliverySettings(this.scheduleDelay, this.maxQueueBytes,
					defaults.maxElapsed(), defaults.shutdownTimeout(), this.maxTextLength, null);
			return new VoiceDelivery(new VoiceSpanProcessor(List.of(OtlpPipelines.create(destination, settings, false)),
					Attributes.empty(), defaults.shutdownTimeout()));
		}

	}

}
