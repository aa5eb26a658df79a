package io.voicetelemetry.aop;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call for as long as its work goes on, which may begin after the
 * method has returned.
 *
 * @param target the object
 * @param method the method that was called
 * @param arguments the arguments
 */
record CapturedCall(@Nullable Object target, Method method, @Nullable Object[] arguments) implements MethodInvocation {

	static MethodInvocation of(MethodInvocation call) {
		return new CapturedCall(call.getThis(), call.getMethod(), call.getArguments());
	}

	@Override
	public Method getMethod() {
		return this.method;
	}

	@Override
	public @Nullable Object[] getArguments() {
		return this.arguments;
	}

	@Override
	public @Nullable Object getThis() {
		return this.target;
	}

	@Override
	public AccessibleObject getStaticPart() {
		return this.method;
	}

	@Override
	public @Nullable Object proceed() {
		throw new IllegalStateException(this.method + " has been called");
	}

}
