package io.voicetelemetry.aop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Figures of annotated methods, recorded or sampled out: what they say is the same.
 */
class SampledOutAnnotationTests {

	private final List<VoiceMetrics> told = new CopyOnWriteArrayList<>();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.context.close();
	}

	private Agent agent(boolean sampled) {
		OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().setSampler(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()).build())
			.build();
		ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(openTelemetry)
			.metricsConsumer(this.told::add)
			.build();
		this.context.registerBean(VoiceTelemetry.class, () -> telemetry);
		this.context.registerBean("voiceTelemetryBeanPostProcessor", VoiceTelemetryBeanPostProcessor.class, () -> {
			VoiceTelemetryBeanPostProcessor postProcessor = new VoiceTelemetryBeanPostProcessor(() -> telemetry,
					List::of, List::of);
			postProcessor.setProxyTargetClass(true);
			return postProcessor;
		});
		this.context.registerBean(Agent.class);
		this.context.refresh();
		return this.context.getBean(Agent.class);
	}

	private <T extends VoiceMetrics> T only(Class<T> type) {
		assertThat(this.told).hasOnlyElementsOfType(type).hasSize(1);
		return type.cast(this.told.get(0));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void resultOfACallTellsItsTokensAndWhoAnswered(boolean sampled) {
		agent(sampled).ask("triage");
		LlmMetrics metrics = only(LlmMetrics.class);
		assertThat(metrics.tokens()).isEqualTo(TokenUsage.of(10L, 2L).withCachedInput(8));
		assertThat(metrics.origin().provider()).isEqualTo("openai");
		assertThat(metrics.origin().requestModel()).isEqualTo("gpt-4o");
		assertThat(metrics.origin().responseModel()).isEqualTo("gpt-4o-2024");
		assertThat(metrics.origin().requestId()).isEqualTo("id-1");
		assertThat(metrics.origin().useCase()).isEqualTo("triage");
		assertThat(metrics.origin().callSite()).isEqualTo("SampledOutAnnotationTests.Agent.ask");
		assertThat(metrics.origin().sessionId()).isNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void attributesOfACallTellItsTokensAndWhoAnswered(boolean sampled) {
		agent(sampled).count(7, 40);
		LlmMetrics metrics = only(LlmMetrics.class);
		assertThat(metrics.tokens())
			.isEqualTo(TokenUsage.of(7L, 3L).with(TokenType.INPUT_AUDIO, 40).withReasoningOutput(3));
		assertThat(metrics.origin().responseModel()).isEqualTo("m-3");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void textOfASynthesisTellsItsCharacters(boolean sampled) {
		agent(sampled).speak("Grüße 👋");
		assertThat(only(TtsMetrics.class).charactersCount()).hasValue(7);
		assertThat(only(TtsMetrics.class).segmentId()).isEqualTo("s-1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void toolThatFailsTellsItsNameAndTheError(boolean sampled) {
		Agent agent = agent(sampled);
		assertThatIllegalStateException().isThrownBy(agent::book);
		assertThat(only(ToolMetrics.class).tool()).isEqualTo("book");
		assertThat(only(ToolMetrics.class).outcome()).isEqualTo(Outcome.ERROR);
		assertThat(only(ToolMetrics.class).origin().errorType()).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void callInASessionIsCountedThere() {
		Agent agent = agent(false);
		VoiceSession session = this.context.getBean(VoiceTelemetry.class).session().id("call-1").start();
		session.run(() -> agent.ask("triage"));
		assertThat(session.usage().usage()).singleElement()
			.satisfies((row) -> assertThat(row.tokens().input()).hasValue(10));
		assertThat(only(LlmMetrics.class).origin().sessionId()).isEqualTo("call-1");
	}

	static class Agent {

		@TracedLlmCall(provider = "openai", model = "gpt-4o", useCase = "#{#useCase}")
		LlmResult ask(String useCase) {
			return new LlmResult() {

				@Override
				public String responseId() {
					return "id-1";
				}

				@Override
				public String responseModel() {
					return "gpt-4o-2024";
				}

				@Override
				public TokenUsage usage() {
					return TokenUsage.of(10L, 2L).withCachedInput(8);
				}

			};
		}

		@TracedLlmCall(attributes = { "gen_ai.usage.output_tokens=#{#result.length()}",
				"gen_ai.usage.reasoning.output_tokens=#{#result.length()}", "gen_ai.response.model=#{#result}" })
		String count(@VoiceAttribute("gen_ai.usage.input_tokens") int input,
				@VoiceAttribute("voice.tokens.input_audio") long audio) {
			return "m-3";
		}

		@TracedTts(attributes = "voice.tts.segment_id=s-1")
		void speak(@SpokenText String text) {
		}

		@TracedTool
		String book() {
			throw new IllegalStateException();
		}

	}

}
