package io.voicetelemetry.sample.llm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.voicetelemetry.sample.SampleProperties;
import io.voicetelemetry.sample.SampleProperties.Llm;
import io.voicetelemetry.sample.SampleProperties.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LanguageModel}.
 */
@Timeout(120)
class LanguageModelTests {

	private static final ChatRequest REQUEST = ChatRequest.builder().messages(UserMessage.from("Hello")).build();

	private final FakeModel model = new FakeModel();

	private final Cancellation cancellation = new Cancellation();

	private final List<String> pieces = new ArrayList<>();

	@Test
	void returnsPartialTextWhenCancelled() throws Exception {
		CompletableFuture<LlmStep> answer = CompletableFuture.supplyAsync(() -> generate(Duration.ofSeconds(30)));
		StreamingChatResponseHandler handler = this.model.handler.get(30, TimeUnit.SECONDS);
		handler.onPartialResponse(new PartialResponse("Of course"), this.model.context());
		this.cancellation.cancel();
		LlmStep step = answer.get(30, TimeUnit.SECONDS);
		assertThat(step.cancelled()).isTrue();
		assertThat(step.text()).isEqualTo("Of course");
		assertThat(this.model.cancelled).isTrue();
	}

	@Test
	void cancelsStreamThatBeginsAfterwards() throws Exception {
		CompletableFuture<LlmStep> answer = CompletableFuture.supplyAsync(() -> generate(Duration.ofSeconds(30)));
		StreamingChatResponseHandler handler = this.model.handler.get(30, TimeUnit.SECONDS);
		this.cancellation.cancel();
		assertThat(answer.get(30, TimeUnit.SECONDS).cancelled()).isTrue();
		handler.onPartialResponse(new PartialResponse("Of course"), this.model.context());
		assertThat(this.model.cancelled).isTrue();
		assertThat(this.pieces).isEmpty();
	}

	@Test
	void asksNothingWhenCancelledBefore() {
		this.cancellation.cancel();
		assertThat(generate(Duration.ofSeconds(30)).cancelled()).isTrue();
		assertThat(this.model.handler).isNotDone();
	}

	@Test
	void throwsWhenModelFails() {
		IllegalStateException failure = new IllegalStateException("overloaded");
		this.model.handler.thenAccept((handler) -> handler.onError(failure));
		assertThatExceptionOfType(LanguageModelException.class).isThrownBy(() -> generate(Duration.ofSeconds(30)))
			.withCause(failure);
	}

	@Test
	void throwsWhenModelTakesTooLong() {
		assertThatExceptionOfType(LanguageModelException.class).isThrownBy(() -> generate(Duration.ofMillis(20)))
			.withMessageContaining("PT0.02S");
	}

	private LlmStep generate(Duration timeout) {
		SampleProperties properties = new SampleProperties(Script.NONE, false, 1, true, Duration.ZERO, false,
				new Llm(null, "none", "any", timeout));
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("model", this.model));
		return new LanguageModel(beans.getBeanProvider(StreamingChatModel.class), properties).generate(REQUEST,
				this.pieces::add, this.cancellation);
	}

	private static final class FakeModel implements StreamingChatModel, StreamingHandle {

		private final CompletableFuture<StreamingChatResponseHandler> handler = new CompletableFuture<>();

		private volatile boolean cancelled;

		@Override
		public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
			this.handler.complete(handler);
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

		@Override
		public boolean isCancelled() {
			return this.cancelled;
		}

		PartialResponseContext context() {
			return new PartialResponseContext(this);
		}

	}

}
