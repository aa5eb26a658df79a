package io.voicetelemetry.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.session.TelemetryAttributes;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The names by which models may know the tool that a method is.
 */
final class ToolNames {

	/**
	 * What Spring AI's and LangChain4j's annotations are called, and others' like them.
	 */
	private static final String TOOL = "Tool";

	private ToolNames() {
	}

	/**
	 * What our annotation says, what a framework's says, and what frameworks take where
	 * nothing is said.
	 * @param attributes what is known of the method's span
	 */
	static Set<String> of(Method method, List<AttributeWriter> attributes) {
		Set<String> names = new LinkedHashSet<>();
		names.add(method.getName());
		for (AttributeWriter writer : attributes) {
			String constant = writer.source().constant();
			if (writer.attribute() == TelemetryAttributes.TOOL_NAME && constant != null) {
				names.add(constant);
			}
		}
		for (MergedAnnotation<Annotation> annotation : MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)) {
			if (annotation.getType().getSimpleName().equals(TOOL)) {
				annotation.getValue("name", String.class).filter((name) -> !name.isBlank()).ifPresent(names::add);
			}
		}
		return names;
	}

}
