package io.voicetelemetry.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.export.DropReason;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.VoiceSampler;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.integration.actuator.BackendState;
import io.voicetelemetry.metrics.ExportMeters;
import org.jspecify.annotations.Nullable;

/**
 * The export by a span processor.
 *
 * @param processor the processor
 * @param reasons why backends for which something is set have no pipeline, by name
 */
record ProcessorSpanExport(VoiceSpanProcessor processor, Map<String, String> reasons) implements SpanExport {

	@Override
	public List<String> destinations() {
		return this.processor.pipelines().stream().map(Object::toString).toList();
	}

	@Override
	public List<BackendState> backends() {
		return this.processor.pipelines()
			.stream()
			.map((pipeline) -> new BackendState(pipeline.toString(), pipeline.counts()))
			.toList();
	}

	@Override
	public @Nullable String whyNotSent(String backend) {
		return this.reasons.get(backend);
	}

	@Override
	public void register(ExportMeters meters) {
		for (ExportPipeline pipeline : this.processor.pipelines()) {
			meters.register(pipeline.counts().backend(), pipeline, Accounts.OF_PIPELINES);
		}
	}

	@Override
	public void flush() {
		this.processor.forceFlush();
	}

	// The SDK tells of its processors in its description alone, and a sampler may be
	// wrapped in another.
	@Override
	public List<String> obstaclesIn(Object openTelemetry) {
		if (!(openTelemetry instanceof OpenTelemetrySdk sdk)) {
			return List.of();
		}
		SdkTracerProvider provider = sdk.getSdkTracerProvider();
		if (!provider.toString().contains(this.processor.toString())) {
			return destinations().isEmpty() ? List.of() : List
				.of("The OpenTelemetry bean does not use the application's SpanProcessor beans: no voice span will be "
						+ "exported. If the application makes it or its SdkTracerProvider, add the VoiceSpanProcessor bean "
						+ "there, and a VoiceSampler around the sampler; else add spring-boot-micrometer-tracing-opentelemetry "
						+ "and micrometer-tracing-bridge-otel");
		}
		String sampler = provider.getSampler().getDescription();
		return sampler.contains(VoiceSampler.class.getSimpleName()) ? List.of()
				: List
					.of("Calls are not sampled at " + VoiceTelemetryProperties.PREFIX + ".sampling.probability but by "
							+ sampler + ", which the application has set: they may be missing, in part or whole. Set a "
							+ "VoiceSampler around it");
	}

	/**
	 * Apart, because without meters nobody reads them.
	 */
	private static final class Accounts {

		static final ExportMeters.Account<ExportPipeline> OF_PIPELINES = new ExportMeters.Account<>(
				(pipeline) -> pipeline.counts().accepted(), (pipeline) -> pipeline.counts().delivered(),
				Arrays.stream(DropReason.values())
					.collect(Collectors.toMap(DropReason::value,
							(reason) -> (pipeline) -> pipeline.counts().dropped().getOrDefault(reason, 0L))),
				(pipeline) -> pipeline.counts().queued(), (pipeline) -> pipeline.counts().queuedBytes());

	}

}
