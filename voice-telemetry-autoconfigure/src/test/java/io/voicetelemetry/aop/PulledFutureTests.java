package io.voicetelemetry.aop;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Plain futures, whose results somebody has to ask for.
 */
class PulledFutureTests {

	private final AopTestContext context = AopTestContext.of(Model.class);

	private final Model model = this.context.bean(Model.class);

	private final PulledSpans spans = new PulledSpans(this.context);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void goesOnWithAFutureThatSomebodyWasInterruptedAt() throws Exception {
		PlainFuture source = new PlainFuture();
		Future<Piece> answer = this.model.future(source);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(answer::get);
		assertThat(this.context.spans()).isEmpty();
		source.completed.complete(Piece.WHOLE);
		assertThat(answer.get()).isSameAs(Piece.WHOLE);
		assertThat(this.spans.outcome("llm_request")).isEqualTo("success");
	}

	@Test
	void endsWhenTheResultOfAFutureIsTaken() throws Exception {
		PlainFuture source = new PlainFuture();
		Future<Piece> answer = this.model.future(source);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(1, TimeUnit.MILLISECONDS));
		source.completed.complete(Piece.WHOLE);
		assertThat(answer.isDone()).isTrue();
		assertThat(this.context.spans()).isEmpty();
		assertThat(answer.get()).isSameAs(Piece.WHOLE);
		assertThat(answer.get(1, TimeUnit.SECONDS)).isSameAs(Piece.WHOLE);
		assertThat(attribute(this.context.span("llm_request"), TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(2);
	}

	@Test
	void failsWhenAFutureHasNoResult() {
		PlainFuture source = new PlainFuture();
		Future<Piece> answer = this.model.future(source);
		source.completed.completeExceptionally(new IllegalStateException());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(answer::get);
		assertThat(attribute(this.context.span("llm_request"), TelemetryAttributes.ERROR_TYPE))
			.isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void isCutOffWithAFuture() {
		Future<Piece> answer = this.model.future(new PlainFuture());
		assertThat(answer.cancel(true)).isTrue();
		assertThat(answer.cancel(true)).isFalse();
		assertThat(answer.isCancelled()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(answer::get);
		assertThat(this.spans.outcome("llm_request")).isEqualTo("cancelled");
	}

	@Test
	void knowsAFutureThatSaysWhenItIsDone() {
		CompletableFuture<Piece> source = new CompletableFuture<>();
		assertThat(this.model.future(source)).isSameAs(source);
		source.complete(Piece.WHOLE);
		assertThat(this.spans.outcome("llm_request")).isEqualTo("success");
	}

	static class Model {

		@TracedLlmCall
		Future<Piece> future(Future<Piece> source) {
			return source;
		}

	}

	/**
	 * A future that cannot say when it is done.
	 */
	private static final class PlainFuture implements Future<Piece> {

		private final CompletableFuture<Piece> completed = new CompletableFuture<>();

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			return !this.completed.isDone() && this.completed.cancel(mayInterruptIfRunning);
		}

		@Override
		public boolean isCancelled() {
			return this.completed.isCancelled();
		}

		@Override
		public boolean isDone() {
			return this.completed.isDone();
		}

		@Override
		public Piece get() throws InterruptedException, ExecutionException {
			return this.completed.get();
		}

		@Override
		public Piece get(long timeout, TimeUnit unit)
				throws InterruptedException, ExecutionException, TimeoutException {
			return this.completed.get(timeout, unit);
		}

	}

}
