package io.voicetelemetry.integration;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.voicetelemetry.logging.LogContext;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request is to do, and how that ended.
 */
final class Handling {

	final String kind;

	private final Handler handler;

	final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	Handling(String kind, Handler handler) {
		this.kind = kind;
		this.handler = handler;
	}

	Mono<String> handle(ApplicationContext context) {
		try {
			return handleAndLeaveNothing(context).then(Mono.fromRunnable(() -> this.done.complete(null)))
				.onErrorResume((error) -> {
					this.done.completeExceptionally(error);
					return Mono.empty();
				})
				.thenReturn("done");
		}
		catch (Throwable ex) {
			this.done.completeExceptionally(ex);
			return Mono.just("failed");
		}
	}

	/**
	 * The thread knows afterwards what it knew before: of the request, and of no call.
	 */
	private Mono<?> handleAndLeaveNothing(ApplicationContext context) throws Exception {
		ThreadState before = ThreadState.now();
		Mono<?> work = this.handler.handle(context);
		assertThat(ThreadState.now()).as("what is left on the thread").isEqualTo(before);
		return work;
	}

	/** What is done in it. */
	interface Handler {

		Mono<?> handle(ApplicationContext context) throws Exception;

	}

	/**
	 * What a thread knows: the active span, the stage of a call, and the call that log
	 * lines are said to belong to.
	 */
	private record ThreadState(SpanContext span, @Nullable VoiceSpan stage, @Nullable String log) {

		static ThreadState now() {
			return new ThreadState(Span.current().getSpanContext(), VoiceContext.span(Context.current()),
					MDC.get(LogContext.SESSION_ID));
		}

	}

}
