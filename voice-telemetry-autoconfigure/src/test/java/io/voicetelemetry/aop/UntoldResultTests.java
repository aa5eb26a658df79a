package io.voicetelemetry.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedSession;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Futures that are complete when their session ends, but have not yet called all who wait
 * for them.
 */
class UntoldResultTests {

	private static final int CALLS = 300;

	private final AopTestContext context = AopTestContext.of(Beans.class);

	private final Model model = this.context.bean(Model.class);

	private final VoiceSession session = this.context.telemetry().session().start();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whatIsCalledFirstMayEndTheSession() {
		CompletableFuture<Answer> future = new CompletableFuture<>();
		ask(this.session, future).thenRun(this.session::end);
		future.complete(new Answer(9));
		assertThat(attribute(TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(9);
		assertThat(this.session.isOpen()).isFalse();
		assertThat(this.session.usage().usage()).singleElement()
			.satisfies((row) -> assertThat(row.tokens()).isEqualTo(TokenUsage.of(100, 9)));
		assertThat(this.context.told()).filteredOn(LlmMetrics.class::isInstance).hasSize(1);
		assertThat(this.context.refusals()).isEmpty();
	}

	@Test
	void soMayWhatIsCalledFirstOfAFailure() {
		CompletableFuture<Answer> future = new CompletableFuture<>();
		ask(this.session, future).whenComplete((answer, error) -> this.session.end());
		future.completeExceptionally(new IllegalStateException("no"));
		assertThat(attribute(TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(TelemetryAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void soMayWhatWaitsForAStageThatCannotBeAsked() {
		CompletableFuture<Answer> future = new CompletableFuture<>();
		CompletionStage<Answer> minimal = future.minimalCompletionStage();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ((CompletableFuture<Answer>) minimal).isDone());
		try (Scope scope = this.session.makeCurrent()) {
			this.model.stage(minimal).thenRun(this.session::end);
		}
		future.complete(new Answer(9));
		assertThat(attribute(TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(this.context.refusals()).isEmpty();
	}

	@Test
	void allFuturesAreAsked() {
		CompletableFuture<Answer> first = new CompletableFuture<>();
		CompletableFuture<Answer> second = new CompletableFuture<>();
		ask(this.session, second).thenRun(this.session::end);
		ask(this.session, first).thenRun(() -> second.complete(new Answer(5)));
		first.complete(new Answer(9));
		assertThat(outcomes()).containsExactly("success", "success");
		assertThat(this.session.usage().usage()).singleElement()
			.satisfies((row) -> assertThat(row.tokens()).isEqualTo(TokenUsage.of(200, 14)));
	}

	@Test
	void whatCannotBeAskedDisturbsNothing() {
		CompletableFuture<Answer> future = new CompletableFuture<>() {

			private boolean followed;

			@Override
			public CompletableFuture<Answer> whenComplete(BiConsumer<? super Answer, ? super Throwable> action) {
				if (this.followed) {
					throw new IllegalStateException("as it is meant to");
				}
				this.followed = true;
				return super.whenComplete(action);
			}

		};
		ask(this.session, future);
		this.session.end();
		assertThat(outcomes()).containsExactly("cancelled");
		assertThat(this.context.refusals()).containsOnlyKeys(RefusalReason.USER_CODE_FAILED);
	}

	@Test
	void whatIsNotThereIsCutOff() {
		CompletableFuture<Answer> future = new CompletableFuture<>();
		ask(this.session, future);
		this.session.end();
		assertThat(attribute(TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		future.complete(new Answer(9));
		assertThat(this.context.spans()).filteredOn((span) -> span.getName().equals("llm_request")).hasSize(1);
	}

	@Test
	void aSessionThatEndsWithItsFutureHasWhatWasAskedInIt() {
		CompletableFuture<Answer> future = new CompletableFuture<>();
		assertThat(this.context.bean(Agent.class).handle("call", future)).isSameAs(future);
		future.complete(new Answer(9));
		assertThat(this.context.span("agent_session").getAttributes().get(TelemetryAttributes.OUTCOME.key()))
			.isEqualTo("success");
		assertThat(attribute(TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(9);
		assertThat(this.context.refusals()).doesNotContainKey(RefusalReason.DOUBLE_END);
	}

	@Test
	void whoWaitsMayEndTheSessionAtOnce() throws Exception {
		ExecutorService provider = Executors.newSingleThreadExecutor();
		try {
			for (int i = 0; i < CALLS; i++) {
				CompletableFuture<Answer> future = new CompletableFuture<>();
				VoiceSession session = this.context.telemetry().session().start();
				CompletableFuture<Answer> asked = ask(session, future);
				provider.execute(() -> future.complete(new Answer(9)));
				asked.get(30, TimeUnit.SECONDS);
				session.end();
			}
		}
		finally {
			provider.shutdown();
		}
		assertThat(provider.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(outcomes()).hasSize(CALLS).containsOnly("success");
	}

	@Test
	void waitsNotForeverForWhoTellsAResult() throws Exception {
		HungAnswer answer = new HungAnswer();
		Thread provider = startTelling(answer);
		this.session.end();
		assertThat(attribute(TelemetryAttributes.OUTCOME)).isEqualTo("cancelled");
		answer.goOn.countDown();
		provider.join(30_000);
		assertThat(provider.isAlive()).isFalse();
		// What it told then is not lost in silence.
		assertThat(this.context.refusals()).containsKey(RefusalReason.LATE);
	}

	@Test
	void whatIsThereIsToldAlsoWhereAnotherHangs() throws Exception {
		HungAnswer hung = new HungAnswer();
		Thread provider = startTelling(hung);
		CompletableFuture<Answer> future = new CompletableFuture<>();
		ask(this.context.telemetry().session().start(), future)
			.thenRun(((ClosableVoiceTelemetry) this.context.telemetry())::close);
		future.complete(new Answer(9));
		assertThat(outcomes()).containsExactlyInAnyOrder("cancelled", "success");
		hung.goOn.countDown();
		provider.join(30_000);
		assertThat(provider.isAlive()).isFalse();
	}

	@Test
	void alsoWhoIsInterruptedWaitsForWhoTellsAResult() throws Exception {
		HungAnswer answer = new HungAnswer();
		Thread provider = startTelling(answer);
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread ending = new Thread(() -> {
			Thread.currentThread().interrupt();
			this.session.end();
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		ending.start();
		while (ending.getState() != Thread.State.TIMED_WAITING && ending.isAlive()) {
			Thread.onSpinWait();
		}
		answer.goOn.countDown();
		ending.join(30_000);
		provider.join(30_000);
		assertThat(attribute(TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(interrupted).isTrue();
	}

	/**
	 * Completes a future on another thread, which is just telling the answer then.
	 */
	private Thread startTelling(HungAnswer answer) throws InterruptedException {
		CompletableFuture<Answer> future = new CompletableFuture<>();
		ask(this.session, future);
		Thread provider = new Thread(() -> future.complete(answer));
		provider.start();
		assertThat(answer.asked.await(30, TimeUnit.SECONDS)).isTrue();
		return provider;
	}

	private CompletableFuture<Answer> ask(VoiceSession session, CompletableFuture<Answer> future) {
		try (Scope scope = session.makeCurrent()) {
			return this.model.answer(future);
		}
	}

	private List<String> outcomes() {
		return this.context.spans()
			.stream()
			.filter((span) -> span.getName().equals("llm_request"))
			.map((span) -> span.getAttributes().get(TelemetryAttributes.OUTCOME.key()))
			.toList();
	}

	private <T> T attribute(TelemetryAttribute<T> attribute) {
		SpanData request = this.context.span("llm_request");
		return request.getAttributes().get(attribute.key());
	}

	static class Model {

		@TracedLlmCall
		CompletableFuture<Answer> answer(CompletableFuture<Answer> future) {
			return future;
		}

		@TracedLlmCall
		CompletionStage<Answer> stage(CompletionStage<Answer> stage) {
			return stage;
		}

	}

	static class Agent {

		private final Model model;

		Agent(Model model) {
			this.model = model;
		}

		@TracedSession
		CompletableFuture<Answer> handle(@SessionId String id, CompletableFuture<Answer> future) {
			return this.model.answer(future);
		}

	}

	static class Answer implements LlmResult {

		private final long tokens;

		Answer(long tokens) {
			this.tokens = tokens;
		}

		@Override
		public TokenUsage usage() {
			return TokenUsage.of(100, this.tokens);
		}

	}

	/**
	 * An answer that is not told as long as it likes.
	 */
	static class HungAnswer extends Answer {

		private final CountDownLatch asked = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		HungAnswer() {
			super(9);
		}

		@Override
		public TokenUsage usage() {
			this.asked.countDown();
			try {
				this.goOn.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return super.usage();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Model model() {
			return new Model();
		}

		@Bean
		Agent agent(Model model) {
			return new Agent(model);
		}

	}

}
