package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.List;

import io.voicetelemetry.session.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of a method and of its parameters say.
 *
 * @param method the method of the target's class
 * @param result what it returns
 * @param stage the stage it is
 * @param name the name of its span, or {@code null}
 * @param sessionId the id of its session, or {@code null}
 * @param attributes the attributes of its span
 * @param contentArguments the arguments that hold what was said
 * @param toolArgumentNames the names of the arguments of a tool, or {@code null}
 * @param confidentialArguments the arguments that are not to be recorded
 * @param content whether content may be recorded
 */
record SpanPlanDescription(Method method, MethodResult result, Stage stage, @Nullable ValueSource name,
		@Nullable ValueSource sessionId, List<AttributeWriter> attributes, List<ContentArgument> contentArguments,
		String @Nullable [] toolArgumentNames, int[] confidentialArguments, boolean content) {
}
