package io.voicetelemetry.aop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.reactivex.rxjava3.core.Flowable;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tries of requests whose answers come after the method has returned.
 */
class DeferredAttemptTests {

	private final AopTestContext context = AopTestContext.of(Retrying.class);

	private final FlakyModel model = this.context.bean(FlakyModel.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void takesEachSubscriptionToAMonoForATry() {
		assertThat(this.model.mono().block()).isEqualTo("answer");
		assertTries();
	}

	@Test
	void takesEachSubscriptionToAFluxForATry() {
		assertThat(this.model.flux().collectList().block()).containsExactly("answer");
		assertTries();
		assertThat(this.context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTPUT_MESSAGES.key()))
			.contains("\"answer\"");
	}

	@Test
	void takesEachSubscriptionOfRxJavaForATry() {
		assertThat(this.model.flowable().toList().blockingGet()).containsExactly("answer");
		assertTries();
	}

	@Test
	void takesEachFutureForATry() {
		assertThat(this.model.future().join()).isEqualTo("answer");
		assertTries();
	}

	@Test
	void makesNoSpanForTheOnlyTry() {
		assertThat(this.model.once().block()).isEqualTo("answer");
		assertThat(this.context.spans()).extracting(SpanData::getName).containsExactly("llm_request");
	}

	@Test
	void cutsTheTryOffWithTheRequest() {
		StepVerifier.create(this.model.never()).thenAwait().thenCancel().verify();
		assertThat(this.context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTCOME.key()))
			.isEqualTo("cancelled");
		assertThat(this.context.refusals()).isEmpty();
	}

	@Test
	void endsASecondTryThatIsCutOffWithTheRequest() {
		assertThat(this.model.endless().take(1).blockLast(Duration.ofSeconds(30))).isEqualTo("On ");
		assertCutOff(StatusCode.ERROR, StatusCode.UNSET);
	}

	@Test
	void endsATryThatIsCutOffWithAFuture() {
		this.context.close();
		try (AopTestContext all = AopTestContext.recordingAllAttempts(Retrying.class)) {
			assertThat(all.bean(FlakyModel.class).pending().cancel(true)).isTrue();
			assertThat(all.spans()).extracting(SpanData::getName).containsExactly("llm_request_run", "llm_request");
			assertThat(all.refusals()).isEmpty();
		}
	}

	@Test
	void readsTheChunksOfEachTryByThemselves() {
		assertThat(this.model.chunks().collectList().block(Duration.ofSeconds(30))).containsExactly(1, 1, 2);
		assertThat(this.context.bean(Chunks.class).read).containsExactly(List.of(1), List.of(1, 2));
		assertThat(this.context.refusals()).isEmpty();
	}

	@Test
	void showsTheTriesThatAreToldFromWithin() {
		assertThat(this.context.bean(TellingModel.class).told("answer").collectList().block(Duration.ofSeconds(30)))
			.containsExactly("answer");
		assertTries();
	}

	@Test
	void endsATryThatIsToldFromWithinWithTheRequest() {
		StepVerifier.create(this.context.bean(TellingModel.class).told("On ", "and on ").take(1))
			.expectNext("On ")
			.verifyComplete();
		assertCutOff(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
	}

	@Test
	void standsWhereItStoodInEachTryOfWhatIsNoRequest() {
		VoiceSession session = this.context.telemetry().session().id("call").start();
		Mono<String> found;
		try (Scope scope = session.makeCurrent()) {
			found = this.model.tool();
		}
		assertThat(found.block(Duration.ofSeconds(30))).isEqualTo("answer");
		assertThat(this.model.stages()).hasSize(3)
			.allSatisfy((stage) -> assertThat(stage).isInstanceOf(ToolCall.class));
		session.end("hangup");
		assertThat(this.context.spans()).extracting(SpanData::getName)
			.containsExactly("function_tool", "agent_session");
		assertThat(this.context.refusals()).isEmpty();
	}

	private void assertCutOff(StatusCode... tries) {
		assertThat(this.context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTCOME.key()))
			.isEqualTo("cancelled");
		assertThat(attempts()).extracting((attempt) -> attempt.getStatus().getStatusCode()).containsExactly(tries);
		assertThat(this.context.refusals()).isEmpty();
	}

	private void assertTries() {
		SpanData request = this.context.span("llm_request");
		assertThat(attempts()).hasSize(3)
			.allSatisfy((attempt) -> assertThat(attempt.getParentSpanId()).isEqualTo(request.getSpanId()))
			.extracting((attempt) -> attempt.getStatus().getStatusCode())
			.containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
		assertThat(request.getAttributes().get(TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
		assertThat(this.context.refusals()).isEmpty();
	}

	private List<SpanData> attempts() {
		return this.context.spans().stream().filter((span) -> span.getName().equals("llm_request_run")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class Retrying {

		@Bean
		FlakyModel flakyModel() {
			return new FlakyModel();
		}

		@Bean
		TellingModel tellingModel() {
			return new TellingModel();
		}

		@Bean
		Chunks chunks() {
			return new Chunks();
		}

	}

	static class FlakyModel {

		private final AtomicInteger tries = new AtomicInteger();

		private final List<VoiceSpan> stages = new CopyOnWriteArrayList<>();

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Flux<String> endless() {
			return Flux.defer(() -> (this.tries.incrementAndGet() < 2)
					? Flux.error(new IllegalStateException("try again")) : Flux.just("On ").concatWith(Flux.never()));
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		CompletableFuture<String> pending() {
			return new CompletableFuture<>();
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Flux<Integer> chunks() {
			return Flux.defer(() -> (this.tries.incrementAndGet() < 2)
					? Flux.just(1).concatWith(Flux.error(new IllegalStateException("try again"))) : Flux.just(1, 2));
		}

		@TracedTool
		@Retryable(maxRetries = 3, delay = 1)
		Mono<String> tool() {
			return Mono.deferContextual((carried) -> {
				Context context = carried.get(VoiceContext.PROPAGATION_KEY);
				this.stages.add(VoiceContext.span(context));
				return Mono.fromCallable(this::answer);
			});
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Mono<String> mono() {
			return Mono.fromCallable(this::answer);
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Flux<String> flux() {
			return Flux.defer(() -> Flux.just(answer()));
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Flowable<String> flowable() {
			return Flowable.fromCallable(this::answer);
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture(answer());
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Mono<String> once() {
			return Mono.just("answer");
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Mono<String> never() {
			return Mono.never();
		}

		List<VoiceSpan> stages() {
			return this.stages;
		}

		private String answer() {
			if (this.tries.incrementAndGet() < 3) {
				throw new IllegalStateException("try again");
			}
			return "answer";
		}

	}

	/**
	 * Tries again by itself; nothing else stands around it.
	 */
	static class TellingModel {

		private final AtomicInteger tries = new AtomicInteger();

		@TracedLlmCall
		Flux<String> told(String... pieces) {
			return Flux.defer(() -> {
				LlmCall call = LlmCall.current();
				return Flux.defer(() -> {
					call.attemptStarted();
					return Mono.fromCallable(this::fail)
						.thenMany(Flux.just(pieces))
						.doOnComplete(() -> call.attemptEnded(null))
						.doOnError(call::attemptEnded)
						.doOnCancel(() -> call.attemptEnded(new CancellationException()));
				}).retryWhen(Retry.fixedDelay(3, Duration.ofMillis(1)));
			});
		}

		private String fail() {
			if (this.tries.incrementAndGet() < 3) {
				throw new IllegalStateException("try again");
			}
			return "answer";
		}

	}

	/**
	 * Notes what each reading was told.
	 */
	static class Chunks implements ChunkReader<Integer> {

		private final List<List<Integer>> read = new CopyOnWriteArrayList<>();

		@Override
		public Class<Integer> chunkType() {
			return Integer.class;
		}

		@Override
		public Reading<Integer> begin(VoiceSpan span) {
			List<Integer> chunks = new CopyOnWriteArrayList<>();
			this.read.add(chunks);
			return chunks::add;
		}

	}

}
