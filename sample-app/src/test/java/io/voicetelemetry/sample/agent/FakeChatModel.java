package io.voicetelemetry.sample.agent;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A language model that answers when the test does.
 */
class FakeChatModel implements StreamingChatModel {

	private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

	@Override
	public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		this.questions.add(new Question(request, handler));
	}

	Question next() throws InterruptedException {
		Question question = this.questions.poll(30, TimeUnit.SECONDS);
		assertThat(question).isNotNull();
		return question;
	}

	boolean asksNothingFor(long millis) throws InterruptedException {
		return this.questions.poll(millis, TimeUnit.MILLISECONDS) == null;
	}

	/**
	 * A request that waits for its answer.
	 */
	static final class Question implements StreamingHandle {

		private final ChatRequest request;

		private final StreamingChatResponseHandler handler;

		private volatile boolean cancelled;

		Question(ChatRequest request, StreamingChatResponseHandler handler) {
			this.request = request;
			this.handler = handler;
		}

		ChatRequest request() {
			return this.request;
		}

		void stream(String text) {
			this.handler.onPartialResponse(new PartialResponse(text), new PartialResponseContext(this));
		}

		void answer(String text) {
			stream(text);
			complete(AiMessage.from(text));
		}

		void complete(AiMessage message) {
			this.handler.onCompleteResponse(ChatResponse.builder().aiMessage(message).build());
		}

		void fail() {
			this.handler.onError(new IllegalStateException("overloaded"));
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

		@Override
		public boolean isCancelled() {
			return this.cancelled;
		}

	}

}
