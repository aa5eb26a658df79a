package io.voicetelemetry.benchmarks;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.ObservationKeyValue;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanTag;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;

/**
 * The call as users of other annotations write it: arguments are parameters with an
 * annotation, what is known only afterwards is set in the body. All record the 8
 * attributes of {@link HandWrittenModel#answerWithEightAttributes}.
 */
final class PeerModels {

	private PeerModels() {
	}

	/**
	 * With OpenTelemetry's annotation.
	 */
	static class WithSpanModel {

		@WithSpan("llm_request")
		public Answer answer(@SpanAttribute("gen_ai.request.model") String model,
				@SpanAttribute("gen_ai.conversation.id") String conversation,
				@SpanAttribute("gen_ai.request.max_tokens") int maxTokens) {
			Answer answer = Answer.FIXED;
			Span span = Span.current();
			span.setAttribute(HandWrittenModel.OPERATION, "chat");
			span.setAttribute(HandWrittenModel.PROVIDER, LanguageModel.PROVIDER);
			HandWrittenModel.setResponse(span, answer);
			return answer;
		}

	}

	/**
	 * With Micrometer's annotation for observations, which records text alone.
	 */
	static class ObservedModel {

		private final ObservationRegistry observations;

		ObservedModel(ObservationRegistry observations) {
			this.observations = observations;
		}

		/**
		 * What is never the same is set in the body: the fastest way to write it.
		 */
		@Observed(name = "llm_request", lowCardinalityKeyValues = { "gen_ai.operation.name", "chat",
				"gen_ai.provider.name", LanguageModel.PROVIDER })
		public Answer answer(String model, String conversation, int maxTokens) {
			Answer answer = Answer.FIXED;
			Observation observation = this.observations.getCurrentObservation();
			if (observation != null) {
				observation.highCardinalityKeyValue("gen_ai.request.model", model);
				observation.highCardinalityKeyValue("gen_ai.conversation.id", conversation);
				observation.highCardinalityKeyValue("gen_ai.request.max_tokens", Integer.toString(maxTokens));
				setResponse(observation, answer);
			}
			return answer;
		}

		@Observed(name = "llm_request", lowCardinalityKeyValues = { "gen_ai.operation.name", "chat",
				"gen_ai.provider.name", LanguageModel.PROVIDER })
		public Answer answerWithParameters(@ObservationKeyValue("gen_ai.request.model") String model,
				@ObservationKeyValue("gen_ai.conversation.id") String conversation,
				@ObservationKeyValue("gen_ai.request.max_tokens") int maxTokens) {
			Answer answer = Answer.FIXED;
			Observation observation = this.observations.getCurrentObservation();
			if (observation != null) {
				setResponse(observation, answer);
			}
			return answer;
		}

		private static void setResponse(Observation observation, Answer answer) {
			observation.highCardinalityKeyValue("gen_ai.response.model", answer.responseModel());
			observation.highCardinalityKeyValue("gen_ai.usage.input_tokens",
					Long.toString(answer.usage().input().orElse(0)));
			observation.highCardinalityKeyValue("gen_ai.usage.output_tokens",
					Long.toString(answer.usage().output().orElse(0)));
		}

	}

	/**
	 * With Micrometer's annotation for spans.
	 */
	static class NewSpanModel {

		private final Tracer tracer;

		NewSpanModel(Tracer tracer) {
			this.tracer = tracer;
		}

		@NewSpan("llm_request")
		public Answer answer(@SpanTag("gen_ai.request.model") String model,
				@SpanTag("gen_ai.conversation.id") String conversation,
				@SpanTag("gen_ai.request.max_tokens") int maxTokens) {
			Answer answer = Answer.FIXED;
			io.micrometer.tracing.Span span = this.tracer.currentSpan();
			if (span != null) {
				span.tag("gen_ai.operation.name", "chat");
				span.tag("gen_ai.provider.name", LanguageModel.PROVIDER);
				span.tag("gen_ai.response.model", answer.responseModel());
				span.tag("gen_ai.usage.input_tokens", answer.usage().input().orElse(0));
				span.tag("gen_ai.usage.output_tokens", answer.usage().output().orElse(0));
			}
			return answer;
		}

	}

}
