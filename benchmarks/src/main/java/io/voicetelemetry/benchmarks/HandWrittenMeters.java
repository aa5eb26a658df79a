package io.voicetelemetry.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a call by hand, kept for each combination of tags. The same as the
 * library records, with the same tags and buckets.
 */
final class HandWrittenMeters implements EndOfCall {

	private static final double[] SECONDS = { 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
			40.96, 81.92 };

	private static final double[] TOKENS = { 1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576,
			4_194_304, 16_777_216, 67_108_864 };

	private final MeterRegistry registry;

	private final Map<Key, Row> rows = new ConcurrentHashMap<>();

	HandWrittenMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void ended(@Nullable HandWrittenTurn turn, SpanContext span, String callSite, String model, long nanos,
			@Nullable Answer answer, @Nullable Throwable error) {
		record(EndOfCall.tenantId(turn), model, EndOfCall.responseModel(answer), callSite, EndOfCall.outcome(error),
				EndOfCall.errorType(error), nanos, EndOfCall.inputTokens(answer), EndOfCall.outputTokens(answer));
	}

	void record(@Nullable String tenantId, String requestModel, @Nullable String responseModel, String callSite,
			String outcome, @Nullable String errorType, long nanos, long inputTokens, long outputTokens) {
		Key key = new Key(tenantId, LanguageModel.PROVIDER, requestModel, responseModel, callSite, outcome, errorType);
		Row row = this.rows.get(key);
		if (row == null) {
			row = this.rows.computeIfAbsent(key, this::row);
		}
		row.record(nanos, inputTokens, outputTokens);
	}

	private Row row(Key key) {
		Tags llm = Tags.of("tenant.id", text(key.tenantId), "llm.provider", key.provider, "llm.model", key.requestModel,
				"llm.use_case", text(null), "llm.call_site", key.callSite, "outcome", key.outcome);
		Tags tokens = Tags.of("gen_ai.operation.name", "chat", "gen_ai.provider.name", key.provider,
				"gen_ai.request.model", key.requestModel, "gen_ai.response.model", text(key.responseModel));
		return new Row(this.registry.counter("llm.requests", llm), this.registry.counter("llm.tokens.input", llm),
				this.registry.counter("llm.tokens.output", llm),
				Timer.builder("gen_ai.client.operation.duration")
					.tags(tokens.and("error.type", text(key.errorType)))
					.serviceLevelObjectives(Arrays.stream(SECONDS)
						.mapToObj((seconds) -> Duration.ofNanos(Math.round(seconds * 1e9)))
						.toArray(Duration[]::new))
					.register(this.registry),
				used(tokens, "input"), used(tokens, "output"));
	}

	private DistributionSummary used(Tags tags, String type) {
		return DistributionSummary.builder("gen_ai.client.token.usage")
			.baseUnit("token")
			.tags(tags.and("gen_ai.token.type", type))
			.serviceLevelObjectives(TOKENS)
			.register(this.registry);
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "none";
	}

	private record Key(@Nullable String tenantId, String provider, String requestModel, @Nullable String responseModel,
			String callSite, String outcome, @Nullable String errorType) {
	}

	private record Row(Counter requests, Counter inputTokens, Counter outputTokens, Timer duration,
			DistributionSummary inputUsage, DistributionSummary outputUsage) {

		void record(long nanos, long inputTokens, long outputTokens) {
			this.requests.increment();
			this.inputTokens.increment(inputTokens);
			this.outputTokens.increment(outputTokens);
			this.duration.record(nanos, TimeUnit.NANOSECONDS);
			this.inputUsage.record(inputTokens);
			this.outputUsage.record(outputTokens);
		}

	}

}
