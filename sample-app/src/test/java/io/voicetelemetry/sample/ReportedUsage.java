package io.voicetelemetry.sample;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Listens in on the language model's client: what the model says about its tokens.
 */
public class ReportedUsage implements BeanPostProcessor {

	private final List<Tokens> all = new CopyOnWriteArrayList<>();

	List<Tokens> all() {
		return List.copyOf(this.all);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof StreamingChatModel model) ? new ListenedTo(model) : bean;
	}

	private StreamingChatResponseHandler listening(StreamingChatResponseHandler handler) {
		return (StreamingChatResponseHandler) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { StreamingChatResponseHandler.class }, (proxy, method, arguments) -> {
					if (arguments != null && arguments[0] instanceof ChatResponse response) {
						TokenUsage usage = response.tokenUsage();
						this.all.add(new Tokens(usage.inputTokenCount(), usage.outputTokenCount()));
					}
					try {
						return method.invoke(handler, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	/**
	 * The tokens of one request.
	 *
	 * @param input in the request
	 * @param output in the answer
	 */
	public record Tokens(long input, long output) {

	}

	class ListenedTo implements StreamingChatModel {

		private final StreamingChatModel model;

		ListenedTo(StreamingChatModel model) {
			this.model = model;
		}

		@Override
		public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
			this.model.chat(request, listening(handler));
		}

		@Override
		public ModelProvider provider() {
			return this.model.provider();
		}

		@Override
		public ChatRequestParameters defaultRequestParameters() {
			return this.model.defaultRequestParameters();
		}

	}

}
