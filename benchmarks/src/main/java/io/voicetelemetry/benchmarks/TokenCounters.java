package io.voicetelemetry.benchmarks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/**
 * Counts the tokens of calls, by hand. What is counted with is kept for each model.
 */
@FunctionalInterface
interface TokenCounters {

	void count(String model, Answer answer);

	/**
	 * With OpenTelemetry's counters. They are told within the span's scope, as it is
	 * usually written, and so keep examples of spans.
	 */
	static TokenCounters openTelemetry(Meter meter) {
		LongCounter input = meter.counterBuilder("llm.tokens.input").build();
		LongCounter output = meter.counterBuilder("llm.tokens.output").build();
		Map<String, Attributes> attributes = new ConcurrentHashMap<>();
		return (model, answer) -> {
			Attributes ofModel = attributes.get(model);
			if (ofModel == null) {
				ofModel = attributes.computeIfAbsent(model,
						(name) -> Attributes.builder()
							.put("llm.provider", LanguageModel.PROVIDER)
							.put("llm.model", name)
							.put("llm.call_site", "LanguageModel.answer")
							.put("outcome", "success")
							.build());
			}
			input.add(answer.usage().input().orElse(0), ofModel);
			output.add(answer.usage().output().orElse(0), ofModel);
		};
	}

	/**
	 * With Micrometer's counters.
	 */
	static TokenCounters micrometer(MeterRegistry registry) {
		Map<String, Pair> counters = new ConcurrentHashMap<>();
		return (model, answer) -> {
			Pair ofModel = counters.get(model);
			if (ofModel == null) {
				ofModel = counters.computeIfAbsent(model,
						(name) -> new Pair(counter(registry, "llm.tokens.input", name),
								counter(registry, "llm.tokens.output", name)));
			}
			ofModel.input.increment(answer.usage().input().orElse(0));
			ofModel.output.increment(answer.usage().output().orElse(0));
		};
	}

	private static Counter counter(MeterRegistry registry, String name, String model) {
		return registry.counter(name, "llm.provider", LanguageModel.PROVIDER, "llm.model", model, "llm.call_site",
				"LanguageModel.answer", "outcome", "success");
	}

	/**
	 * The counters of a model.
	 */
	record Pair(Counter input, Counter output) {
	}

}
