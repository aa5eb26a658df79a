package io.voicetelemetry.sample;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Holds a long answer of the language model up until it is cut off: on a busy machine the
 * model could be done before the caller has heard enough of it.
 */
public class UnfinishedAnswers implements BeanPostProcessor {

	/** More than any other answer has, and less than the caller hears of this one. */
	private static final int LONG = 400;

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof StreamingChatModel model) ? new HeldUp(model) : bean;
	}

	private static StreamingChatResponseHandler holding(StreamingChatResponseHandler handler) {
		int[] length = new int[1];
		return (StreamingChatResponseHandler) Proxy.newProxyInstance(UnfinishedAnswers.class.getClassLoader(),
				new Class<?>[] { StreamingChatResponseHandler.class }, (proxy, method, arguments) -> {
					Object result;
					try {
						result = method.invoke(handler, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
					if (arguments != null && arguments[0] instanceof PartialResponse partial
							&& arguments[1] instanceof PartialResponseContext context) {
						length[0] += partial.text().length();
						if (length[0] > LONG) {
							awaitCancellation(context.streamingHandle());
						}
					}
					return result;
				});
	}

	private static void awaitCancellation(StreamingHandle handle) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!handle.isCancelled() && System.nanoTime() < deadline) {
			TimeUnit.MILLISECONDS.sleep(5);
		}
	}

	static class HeldUp implements StreamingChatModel {

		private final StreamingChatModel model;

		HeldUp(StreamingChatModel model) {
			this.model = model;
		}

		@Override
		public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
			this.model.chat(request, holding(handler));
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
