package io.voicetelemetry.integration.springai;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * One request to a chat model while it runs. It may be begun by the decorator of the
 * model, which sees the pieces of the answer, and then be taken over by the model's own
 * observation, which knows the provider: there is one span, and it ends once.
 * <p>
 * Nothing here throws.
 */
final class ChatExchange {

	private static final ThreadLocal<@Nullable ChatExchange> BEGINNING = new ThreadLocal<>();

	private final VoiceTelemetry telemetry;

	private final LlmCall span;

	private final ChatAnswer answer;

	private volatile @Nullable ObservedStage around;

	private final AtomicBoolean claimed = new AtomicBoolean();

	private final AtomicBoolean ended = new AtomicBoolean();

	private ChatExchange(VoiceTelemetry telemetry, LlmCall span) {
		this.telemetry = telemetry;
		this.span = span;
		this.answer = new ChatAnswer(span);
	}

	/**
	 * A request whose span has begun.
	 */
	static ChatExchange of(VoiceTelemetry telemetry, LlmCall span) {
		return new ChatExchange(telemetry, span);
	}

	/**
	 * The request that the decorator of a model has begun on this thread, and in which
	 * the model is being called.
	 */
	static @Nullable ChatExchange beginning() {
		return BEGINNING.get();
	}

	/**
	 * Says that the model is about to be called on this thread.
	 * @return what was about to be called before
	 */
	@Nullable ChatExchange enter() {
		ChatExchange before = BEGINNING.get();
		BEGINNING.set(this);
		return before;
	}

	/**
	 * Says that the call of the model has returned.
	 * @param before what {@link #enter()} returned
	 */
	static void leave(@Nullable ChatExchange before) {
		if (before != null) {
			BEGINNING.set(before);
		}
		else {
			BEGINNING.remove();
		}
	}

	LlmCall span() {
		return this.span;
	}

	/**
	 * Lets the model's observation take this over.
	 * @return whether it is the first to
	 */
	boolean claim() {
		return this.claimed.compareAndSet(false, true) && !this.ended.get();
	}

	/**
	 * Says what is asked.
	 * @param defaults asks the model for what holds where the prompt says nothing
	 */
	void asks(@Nullable String provider, Prompt prompt, Supplier<@Nullable ChatOptions> defaults, boolean streaming) {
		this.answer.provider(provider);
		this.telemetry.attempt("Reading a prompt", () -> {
			ChatRequest.tell(this.span, provider, prompt, defaults.get());
			if (streaming) {
				this.span.set(TelemetryAttributes.REQUEST_STREAM, true);
			}
		});
	}

	/**
	 * Says which observation of Spring AI's is around.
	 */
	void within(ObservedStage around) {
		this.span.set(TelemetryAttributes.CONVERSATION_ID, around.conversationId());
		around.workDone(false);
		this.around = around;
	}

	/**
	 * Says that a piece of the answer has come.
	 */
	void received(ChatResponse piece) {
		// What was under way comes after a cancellation, too.
		if (!this.ended.get()) {
			this.telemetry.attempt("Reading a piece of an answer", () -> this.answer.add(piece));
		}
	}

	/**
	 * Ends the request.
	 * @param whole the answer in one piece, or {@code null} if it came in pieces
	 */
	void answered(@Nullable ChatResponse whole) {
		if (this.ended.compareAndSet(false, true)) {
			this.telemetry.attempt("Reading an answer", () -> this.answer.complete(whole));
			ObservedStage client = this.around;
			if (client != null) {
				client.workDone(!this.answer.hasToolCalls());
			}
			this.span.end();
		}
	}

	void failed(Throwable error) {
		if (this.ended.compareAndSet(false, true)) {
			this.telemetry.attempt("Reading an answer", () -> this.answer.complete(null));
			StageEnd.fail(this.span, error);
		}
	}

	void cancelled() {
		if (this.ended.compareAndSet(false, true)) {
			this.telemetry.attempt("Reading an answer", () -> this.answer.complete(null));
			this.span.cancel();
		}
	}

}
