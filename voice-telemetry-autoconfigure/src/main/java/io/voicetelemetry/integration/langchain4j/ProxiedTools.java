package io.voicetelemetry.integration.langchain4j;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the tools of a bean that has a proxy of its class: LangChain4j looks at the
 * methods of the proxy, which have no annotations, and so does not find them. The bean
 * may have that proxy because a tool has an annotation of ours.
 */
final class ProxiedTools {

	private ProxiedTools() {
	}

	/**
	 * What is behind a proxy.
	 * @return the bean, or {@code null} if the object has no such proxy, or there is not
	 * one bean behind it
	 */
	static @Nullable Object beanBehind(Object object) {
		Object bean = object;
		while (bean != null && AopUtils.isCglibProxy(bean)) {
			bean = AopProxyUtils.getSingletonTarget(bean);
		}
		return (bean != object) ? bean : null;
	}

	/**
	 * The tools of a bean, run by its proxy.
	 */
	static Map<String, ToolExecutor> executors(Object proxy, Class<?> type) {
		Map<String, ToolExecutor> executors = new LinkedHashMap<>();
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type,
				(each) -> each.isAnnotationPresent(Tool.class) && !each.isBridge())) {
			executors.put(ToolSpecifications.toolSpecificationFrom(method).name(),
					DefaultToolExecutor.builder()
						.object(proxy)
						.originalMethod(method)
						.methodToInvoke(method)
						.wrapToolArgumentsExceptions(true)
						.propagateToolExecutionExceptions(true)
						.build());
		}
		return executors;
	}

}
