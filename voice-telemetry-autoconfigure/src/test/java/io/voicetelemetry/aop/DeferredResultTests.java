package io.voicetelemetry.aop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedAgentTurn;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
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
 * Annotated methods that return before their work is done.
 */
class DeferredResultTests {

	private final AopTestContext context = AopTestContext.of(Beans.class);

	private final Model model = this.context.bean(Model.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void endsWithTheFuture() {
		CompletableFuture<String> future = new CompletableFuture<>();
		assertThat(this.model.future(future)).isSameAs(future);
		assertThat(this.context.spans()).isEmpty();
		future.complete("On Tuesday");
		SpanData span = this.context.span("llm_request");
		assertThat(span.getAttributes().get(TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("On Tuesday");
		assertThat(span.getAttributes().get(io.opentelemetry.api.common.AttributeKey.stringKey("answer")))
			.isEqualTo("On Tuesday");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void failsWithTheFuture() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.model.future(future);
		future.completeExceptionally(new CompletionException(new IllegalStateException("no")));
		assertThat(this.context.span("llm_request").getAttributes().get(TelemetryAttributes.ERROR_TYPE.key()))
			.isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void isCutOffWithTheFuture() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.model.future(future);
		future.cancel(true);
		assertThat(outcome()).isEqualTo("cancelled");
	}

	@Test
	void makesASpanForEachSubscription() {
		Flux<String> flux = this.model.flux(Flux.just("On ", "Tuesday"));
		assertThat(this.context.spans()).isEmpty();
		StepVerifier.create(flux).expectNext("On ", "Tuesday").verifyComplete();
		StepVerifier.create(flux).expectNext("On ", "Tuesday").verifyComplete();
		assertThat(this.context.spans()).extracting(SpanData::getName).containsExactly("llm_request", "llm_request");
	}

	@Test
	void knowsTheLastItemAsTheResult() {
		assertThat(this.model.evaluated(Flux.just("On ", "Tuesday")).collectList().block()).hasSize(2);
		SpanData span = this.context.span("llm_request");
		assertThat(span.getAttributes().get(io.opentelemetry.api.common.AttributeKey.stringKey("answer")))
			.isEqualTo("Tuesday");
		assertThat(span.getAttributes().get(TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("On Tuesday");
	}

	@Test
	void cutsAStreamOffThatIsCancelled() {
		StepVerifier.create(this.model.flux(Flux.just("On ", "Tuesday").concatWith(Flux.never())))
			.expectNext("On ")
			.thenCancel()
			.verify();
		assertThat(outcome()).isEqualTo("cancelled");
	}

	@Test
	void failsWithAStream() {
		StepVerifier.create(this.model.flux(Flux.just("On ").concatWith(Flux.error(new IllegalStateException()))))
			.expectNext("On ")
			.verifyError(IllegalStateException.class);
		assertThat(outcome()).isEqualTo("error");
	}

	@Test
	void endsWithTheValueOfAMono() {
		assertThat(this.model.mono(Mono.just("On Tuesday").delayElement(Duration.ofMillis(1))).block())
			.isEqualTo("On Tuesday");
		assertThat(this.context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTPUT_MESSAGES.key()))
			.contains("On Tuesday");
	}

	@Test
	void failsWhereAssemblingFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.model.failing());
		assertThat(outcome()).isEqualTo("error");
	}

	@Test
	void standsWhereItWasCalledAndWhereItIsSubscribed() {
		Flux<String> reply;
		VoiceSession session = this.context.telemetry().session().id("call").start();
		try (Scope scope = session.makeCurrent()) {
			reply = this.context.bean(Agent.class).reply();
		}
		assertThat(reply.collectList().block()).containsExactly("looked up");
		session.end("hangup");
		SpanData turn = this.context.span("agent_turn");
		assertThat(turn.getParentSpanId()).isEqualTo(this.context.span("agent_session").getSpanId());
		SpanData request = this.context.span("llm_request");
		assertThat(request.getParentSpanId()).isEqualTo(turn.getSpanId());
		assertThat(this.context.span("function_tool").getParentSpanId()).isEqualTo(turn.getSpanId());
	}

	@Test
	void isSeenUpstreamAlone() {
		List<VoiceSpan> upstream = new java.util.ArrayList<>();
		List<VoiceSpan> downstream = new java.util.ArrayList<>();
		this.model.flux(Flux.just("a", "b").doOnNext((item) -> upstream.add(VoiceSpan.current())))
			.doOnSubscribe((subscription) -> downstream.add(VoiceSpan.current()))
			.doOnNext((item) -> downstream.add(VoiceSpan.current()))
			.doOnComplete(() -> downstream.add(VoiceSpan.current()))
			.subscribe();
		assertThat(upstream).hasSize(2).allSatisfy((span) -> assertThat(span).isInstanceOf(LlmCall.class));
		assertThat(downstream).hasSize(4).allSatisfy((span) -> assertThat(span.isMeasured()).isFalse());
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void isCutOffByWhoSaysSoItself() {
		StepVerifier.create(this.model.flux(Flux.defer(() -> {
			LlmCall.current().cancel();
			return Flux.just("late");
		}))).expectNext("late").verifyComplete();
		assertThat(outcome()).isEqualTo("cancelled");
	}

	@Test
	void takesACancellationForNoFailure() {
		StepVerifier.create(this.model.mono(Mono.error(new CancellationException())))
			.verifyError(CancellationException.class);
		assertThat(outcome()).isEqualTo("cancelled");
	}

	private String outcome() {
		return this.context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTCOME.key());
	}

	static class Model {

		@TracedLlmCall(attributes = "answer=#{#result}")
		CompletableFuture<String> future(CompletableFuture<String> future) {
			return future;
		}

		@TracedLlmCall
		Flux<String> flux(Flux<String> flux) {
			return flux;
		}

		@TracedLlmCall(attributes = "answer=#{#result}")
		Flux<String> evaluated(Flux<String> flux) {
			return flux;
		}

		@TracedLlmCall
		Mono<String> mono(Mono<String> mono) {
			return mono;
		}

		@TracedLlmCall
		Flux<String> failing() {
			throw new IllegalStateException();
		}

	}

	static class Tools {

		@TracedTool
		String lookUp() {
			return "looked up";
		}

	}

	static class Agent {

		private final Model model;

		private final Tools tools;

		Agent(Model model, Tools tools) {
			this.model = model;
			this.tools = tools;
		}

		@TracedAgentTurn
		Flux<String> reply() {
			return this.model.flux(Flux.defer(() -> Flux.just(this.tools.lookUp())));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Model model() {
			return new Model();
		}

		@Bean
		Tools tools() {
			return new Tools();
		}

		@Bean
		Agent agent(Model model, Tools tools) {
			return new Agent(model, tools);
		}

	}

}
