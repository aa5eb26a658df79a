package io.voicetelemetry.integration.langchain4j;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.service.tool.ToolServiceContext;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Puts an observer around each tool that is offered in an invocation of an AI service,
 * wherever the tool is from, if the invocation is made in a call.
 */
final class ObservedToolService extends ToolService {

	/**
	 * A tool service in place of LangChain4j's own.
	 */
	static ToolService create() {
		return new ObservedToolService();
	}

	@Override
	public void tools(Collection<Object> objectsWithTools) {
		if (!ObservingApplications.any()) {
			super.tools(objectsWithTools);
			return;
		}
		for (Object object : objectsWithTools) {
			Object bean = (object != null) ? ProxiedTools.beanBehind(object) : null;
			super.tools(Collections.singletonList((bean != null) ? bean : object));
			if (bean != null) {
				toolExecutors().putAll(ProxiedTools.executors(object, bean.getClass()));
			}
		}
	}

	@Override
	public ToolServiceContext createContext(InvocationContext invocation, UserMessage message,
			List<ChatMessage> messages) {
		ToolServiceContext tools = super.createContext(invocation, message, messages);
		Context context = Context.current();
		return (tools != null && ObservingApplications.of(context) != null) ? observed(tools, context) : tools;
	}

	private static ToolServiceContext observed(ToolServiceContext tools, Context context) {
		Map<String, ToolExecutor> executors = new HashMap<>(tools.toolExecutors());
		executors.replaceAll((name, executor) -> observed(executor, context));
		return tools.toBuilder()
			.toolExecutors(executors)
			.dynamicToolProviders(tools.dynamicToolProviders()
				.stream()
				.<ToolProvider>map((provider) -> new ObservedToolProvider(provider, context))
				.toList())
			.build();
	}

	private static ToolExecutor observed(ToolExecutor executor, Context context) {
		return (executor instanceof ObservedToolExecutor) ? executor : new ObservedToolExecutor(executor, context);
	}

	/**
	 * One that is asked again before each request.
	 */
	private record ObservedToolProvider(ToolProvider delegate, Context context) implements ToolProvider {

		@Override
		public @Nullable ToolProviderResult provideTools(ToolProviderRequest request) {
			ToolProviderResult result = this.delegate.provideTools(request);
			if (result == null) {
				return null;
			}
			List<AiServiceTool> tools = result.aiServiceTools()
				.stream()
				.map((tool) -> tool.toBuilder().toolExecutor(observed(tool.toolExecutor(), this.context)).build())
				.toList();
			return new ToolProviderResult(tools);
		}

		@Override
		public boolean isDynamic() {
			return this.delegate.isDynamic();
		}

	}

}
