package io.voicetelemetry.aop;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.EndVoiceSession;
import io.voicetelemetry.annotation.InVoiceSession;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.StartVoiceSession;
import io.voicetelemetry.annotation.TracedAgentTurn;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedLlmNode;
import io.voicetelemetry.annotation.TracedSession;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Sessions whose callbacks return before their work is done.
 */
class DeferredSessionTests {

	private final AopTestContext context = AopTestContext.of(Beans.class);

	private final Callbacks callbacks = this.context.bean(Callbacks.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void lastsAsLongAsTheFuture() {
		CompletableFuture<String> work = new CompletableFuture<>();
		this.callbacks.future("call", work);
		assertThat(telemetry().findSession("call")).isPresent();
		work.complete("done");
		assertThat(telemetry().openSessions()).isZero();
		assertThat(this.context.span("agent_session").getAttributes().get(AttributeKey.stringKey("answer")))
			.isEqualTo("done");
	}

	@Test
	void opensASessionForEachSubscription() {
		Flux<String> call = this.callbacks.whole("call", "Hello");
		assertThat(telemetry().openSessions()).isZero();
		for (int i = 0; i < 2; i++) {
			StepVerifier.create(call).expectNext("Hello").verifyComplete();
			SpanData session = this.context.span("agent_session");
			SpanData turn = this.context.span("agent_turn");
			SpanData node = this.context.span("llm_node");
			SpanData request = this.context.span("llm_request");
			assertThat(turn.getParentSpanId()).isEqualTo(session.getSpanId());
			assertThat(node.getParentSpanId()).isEqualTo(turn.getSpanId());
			assertThat(request.getParentSpanId()).isEqualTo(node.getSpanId());
			assertThat(request.getAttributes().get(TelemetryAttributes.SESSION_ID.key())).isEqualTo("call");
			assertThat(attribute("llm_node", TelemetryAttributes.OUTPUT_MESSAGES)).contains("Hello");
			assertThat(attribute("llm_request", TelemetryAttributes.OUTPUT_MESSAGES)).contains("Hello");
			this.context.reset();
		}
	}

	@Test
	void isCutOffWithItsWork() {
		StepVerifier.create(this.callbacks.endless("call")).thenCancel().verify();
		assertThat(attribute("agent_session", TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		assertThat(telemetry().openSessions()).isZero();
	}

	@Test
	void spansCallbacksThatReturnEarly() {
		this.callbacks.opened("call").block();
		assertThat(telemetry().openSessions()).isOne();
		assertThat(this.callbacks.message("call").block()).isEqualTo("call");
		this.callbacks.closed("call", Mono.just("bye")).block();
		assertThat(attribute("agent_session", TelemetryAttributes.DISCONNECT_REASON)).isEqualTo("said bye");
	}

	@Test
	void endsWithAnErrorWhenTheFirstOrLastCallbackFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.callbacks.failsToOpen("call").block());
		assertThat(attribute("agent_session", TelemetryAttributes.OUTCOME)).isEqualTo("error");
		this.context.reset();
		this.callbacks.opened("call").block();
		assertThatIllegalStateException()
			.isThrownBy(() -> this.callbacks.closed("call", Mono.error(new IllegalStateException())).block());
		assertThat(attribute("agent_session", TelemetryAttributes.OUTCOME)).isEqualTo("error");
	}

	@Test
	void goesOnWhenACallbackInItFails() {
		this.callbacks.opened("call").block();
		assertThatIllegalStateException().isThrownBy(() -> this.callbacks.failsInside("call").block());
		assertThat(telemetry().openSessions()).isOne();
	}

	private VoiceTelemetry telemetry() {
		return this.context.telemetry();
	}

	private <T> T attribute(String span, TelemetryAttribute<T> attribute) {
		return this.context.span(span).getAttributes().get(attribute.key());
	}

	static class Model {

		@TracedLlmNode
		@TracedLlmCall
		Flux<String> answer(String text) {
			return Flux.just(text);
		}

	}

	static class Callbacks {

		private final Model model;

		Callbacks(Model model) {
			this.model = model;
		}

		@TracedSession(attributes = "answer=#{#result}")
		CompletableFuture<String> future(@SessionId String id, CompletableFuture<String> work) {
			return work;
		}

		@TracedSession
		@TracedAgentTurn
		Flux<String> whole(@SessionId String id, String text) {
			return this.model.answer(text);
		}

		@TracedSession
		Flux<String> endless(@SessionId String id) {
			return Flux.never();
		}

		@StartVoiceSession
		Mono<Void> opened(@SessionId String id) {
			return Mono.empty();
		}

		@StartVoiceSession
		Mono<Void> failsToOpen(@SessionId String id) {
			return Mono.error(new IllegalStateException());
		}

		@InVoiceSession
		Mono<String> message(@SessionId String id) {
			return Mono.fromCallable(() -> VoiceSession.current().id());
		}

		@InVoiceSession
		Mono<String> failsInside(@SessionId String id) {
			return Mono.error(new IllegalStateException());
		}

		@EndVoiceSession(reason = "said #{#result}")
		Mono<String> closed(@SessionId String id, Mono<String> word) {
			return word;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Model model() {
			return new Model();
		}

		@Bean
		Callbacks callbacks(Model model) {
			return new Callbacks(model);
		}

	}

}
