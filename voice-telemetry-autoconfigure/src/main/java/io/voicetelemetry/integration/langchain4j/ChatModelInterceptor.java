package io.voicetelemetry.integration.langchain4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;

/**
 * Observes the methods of a {@link ChatModel} and of a {@link StreamingChatModel} that
 * ask the model, whatever form the request has.
 */
final class ChatModelInterceptor implements MethodInterceptor {

	private final Supplier<VoiceTelemetry> telemetry;

	ChatModelInterceptor(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		@Nullable Object[] arguments = call.getArguments();
		Context context = Context.current();
		ChatCall observed = ChatCall.begin(this.telemetry.get());
		if (observed == null) {
			return call.proceed();
		}
		int last = arguments.length - 1;
		boolean streamed = last >= 0 && arguments[last] instanceof StreamingChatResponseHandler;
		ask(observed, call, streamed);
		try (Scope scope = observed.makeCurrent()) {
			if (streamed && arguments[last] instanceof StreamingChatResponseHandler handler) {
				arguments[last] = new ObservingResponseHandler(handler, observed, context);
				return call.proceed();
			}
			if (call.getThis() instanceof ChatModel model && arguments[0] instanceof String text && isAlone(call)
					&& hidesResponse(model)) {
				ChatResponse response = model.chat(UserMessage.from(text));
				observed.answered(response);
				return response.aiMessage().text();
			}
			Object result = call.proceed();
			if (result instanceof String text) {
				observed.said(text);
			}
			observed.answered((result instanceof ChatResponse response) ? response : null);
			return result;
		}
		catch (Throwable ex) {
			observed.failed(ex);
			throw ex;
		}
	}

	/**
	 * Whether there is no advice but this, which another call of the model would pass by.
	 */
	private static boolean isAlone(MethodInvocation call) {
		return call instanceof ProxyMethodInvocation invocation && invocation.getProxy() instanceof Advised advised
				&& advised.getAdvisorCount() == 1;
	}

	/**
	 * Whether a model is asked for a text alone by the method of LangChain4j, which hides
	 * the response: the same is then done here, to see it.
	 */
	private static boolean hidesResponse(ChatModel model) {
		try {
			return model.getClass().getMethod("chat", String.class).getDeclaringClass() == ChatModel.class;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	private void ask(ChatCall observed, MethodInvocation call, boolean streamed) {
		try {
			ModelProvider provider = null;
			ChatRequestParameters parameters = null;
			if (streamed && call.getThis() instanceof StreamingChatModel model) {
				provider = model.provider();
				parameters = model.defaultRequestParameters();
			}
			else if (call.getThis() instanceof ChatModel model) {
				provider = model.provider();
				parameters = model.defaultRequestParameters();
			}
			ChatRequest request = requestOf(call.getArguments()[0]);
			if (request != null && request.parameters() != null) {
				parameters = (parameters != null) ? parameters.overrideWith(request.parameters())
						: request.parameters();
			}
			observed.request(provider, request, parameters, streamed);
		}
		catch (Throwable ex) {
			// A model of the application's own may know less than it should.
			this.telemetry.get().refused(RefusalReason.USER_CODE_FAILED, "Reading a request of LangChain4j", ex);
		}
	}

	private static @Nullable ChatRequest requestOf(@Nullable Object argument) {
		if (argument instanceof ChatRequest request) {
			return request;
		}
		List<ChatMessage> messages = new ArrayList<>();
		if (argument instanceof String text) {
			messages.add(UserMessage.from(text));
		}
		else if (argument instanceof ChatMessage[] several) {
			messages.addAll(Arrays.asList(several));
		}
		else if (argument instanceof List<?> several) {
			several.forEach((each) -> {
				if (each instanceof ChatMessage message) {
					messages.add(message);
				}
			});
		}
		return messages.isEmpty() ? null : ChatRequest.builder().messages(messages).build();
	}

}
