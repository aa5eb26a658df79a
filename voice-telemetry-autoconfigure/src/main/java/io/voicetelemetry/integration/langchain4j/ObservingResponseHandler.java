package io.voicetelemetry.integration.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Sees what a model streams before the application's handler does. That one runs in the
 * context that the request was made in: what it starts, tools say, is no part of the
 * request.
 */
final class ObservingResponseHandler implements StreamingChatResponseHandler {

	private final StreamingChatResponseHandler delegate;

	private final ChatCall call;

	private final Context context;

	private volatile boolean cancelled;

	ObservingResponseHandler(StreamingChatResponseHandler delegate, ChatCall call, Context context) {
		this.delegate = delegate;
		this.call = call;
		this.context = context;
	}

	@Override
	public void onPartialResponse(String piece) {
		this.call.text(piece);
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onPartialResponse(piece);
		}
	}

	@Override
	public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
		this.call.text((piece != null) ? piece.text() : null);
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onPartialResponse(piece,
					(context != null) ? new PartialResponseContext(observed(context.streamingHandle())) : context);
		}
	}

	@Override
	public void onPartialThinking(PartialThinking piece) {
		this.call.piece();
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onPartialThinking(piece);
		}
	}

	@Override
	public void onPartialThinking(PartialThinking piece, PartialThinkingContext context) {
		this.call.piece();
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onPartialThinking(piece,
					(context != null) ? new PartialThinkingContext(observed(context.streamingHandle())) : context);
		}
	}

	@Override
	public void onPartialToolCall(PartialToolCall piece) {
		this.call.piece();
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onPartialToolCall(piece);
		}
	}

	@Override
	public void onPartialToolCall(PartialToolCall piece, PartialToolCallContext context) {
		this.call.piece();
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onPartialToolCall(piece,
					(context != null) ? new PartialToolCallContext(observed(context.streamingHandle())) : context);
		}
	}

	@Override
	public void onCompleteToolCall(CompleteToolCall toolCall) {
		this.call.piece();
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onCompleteToolCall(toolCall);
		}
	}

	@Override
	public void onUnmappedRawEvent(Object event) {
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onUnmappedRawEvent(event);
		}
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		// Before the handler is told: it may run tools, and ask again.
		this.call.answered(response);
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onCompleteResponse(response);
		}
	}

	@Override
	public void onError(Throwable error) {
		if (this.cancelled) {
			this.call.cancelled();
		}
		else {
			this.call.failed(error);
		}
		try (Scope scope = this.context.makeCurrent()) {
			this.delegate.onError(error);
		}
	}

	private @Nullable StreamingHandle observed(@Nullable StreamingHandle handle) {
		return (handle != null) ? new ObservedHandle(handle) : null;
	}

	/**
	 * Sees that the application cuts the answer off: the model says nothing after that.
	 */
	private final class ObservedHandle implements StreamingHandle {

		private final StreamingHandle delegate;

		ObservedHandle(StreamingHandle delegate) {
			this.delegate = delegate;
		}

		@Override
		public void cancel() {
			ObservingResponseHandler handler = ObservingResponseHandler.this;
			handler.cancelled = true;
			try {
				this.delegate.cancel();
			}
			catch (Throwable ex) {
				// Not every model can.
				handler.cancelled = false;
				throw ex;
			}
			handler.call.cancelled();
		}

		@Override
		public boolean isCancelled() {
			return this.delegate.isCancelled();
		}

	}

}
