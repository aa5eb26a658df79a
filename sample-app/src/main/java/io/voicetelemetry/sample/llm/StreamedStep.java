package io.voicetelemetry.sample.llm;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

/**
 * Turns LangChain4j's callbacks into one result that can be waited for and cancelled.
 * LangChain4j hands out its streaming handle with the first content only, and calls
 * nothing, or {@code onError}, once cancelled: the result must not depend on it.
 */
class StreamedStep implements StreamingChatResponseHandler {

	private final CompletableFuture<LlmStep> result = new CompletableFuture<>();

	private final StringBuilder text = new StringBuilder();

	private final Consumer<String> onText;

	private @Nullable StreamingHandle handle;

	/**
	 * Make a step.
	 * @param onText gets the text piece by piece
	 */
	StreamedStep(Consumer<String> onText) {
		this.onText = onText;
	}

	void cancel() {
		StreamingHandle current;
		synchronized (this) {
			this.result.complete(LlmStep.cancelled(this.text.toString()));
			current = this.handle;
		}
		if (current != null) {
			current.cancel();
		}
	}

	LlmStep await(Duration timeout) {
		try {
			return this.result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new LanguageModelException("The language model failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			cancel();
			throw new LanguageModelException("The language model did not answer within " + timeout, ex);
		}
		catch (InterruptedException ex) {
			cancel();
			Thread.currentThread().interrupt();
			throw new LanguageModelException("Interrupted while the language model answered", ex);
		}
	}

	@Override
	public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
		if (proceed(context.streamingHandle(), partial.text())) {
			this.onText.accept(partial.text());
		}
	}

	@Override
	public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
		proceed(context.streamingHandle(), "");
	}

	private boolean proceed(StreamingHandle current, String partialText) {
		synchronized (this) {
			this.handle = current;
			if (!this.result.isDone()) {
				this.text.append(partialText);
				return true;
			}
		}
		current.cancel();
		return false;
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		this.result.complete(LlmStep.of(response));
	}

	@Override
	public void onError(Throwable error) {
		this.result.completeExceptionally(error);
	}

}
