package io.voicetelemetry.aop;

import io.voicetelemetry.fence.UserCodeFence;
import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.Expression;

/**
 * An expression over the arguments, the result and the error, parsed once and compiled by
 * Spring where it can be.
 *
 * @param expression the expression
 * @param needsResult whether it asks for the result or the error
 * @param argumentIndex the argument that it is about, or -1 if it is about all of them
 * @param fence what it is evaluated behind
 */
record ExpressionSource(Expression expression, boolean needsResult, int argumentIndex,
		UserCodeFence fence) implements ValueSource {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	@Override
	public UserCodeFence fence(Invocation invocation) {
		return this.fence;
	}

	@Override
	public @Nullable Object value(Invocation invocation) {
		if (this.argumentIndex >= 0) {
			Object argument = invocation.arguments()[this.argumentIndex];
			return (argument != null) ? this.expression.getValue(argument) : null;
		}
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(invocation.target(),
				invocation.method(), invocation.arguments(), NAMES);
		if (this.needsResult) {
			context.setVariable("result", invocation.result());
			context.setVariable("error", invocation.error());
		}
		return this.expression.getValue(context);
	}

}
