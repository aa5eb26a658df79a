package io.voicetelemetry.aop;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.RetriedRequest;
import io.voicetelemetry.session.VoiceSpan;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Stands inside whatever retries an annotated method, and tells its request of each try.
 */
final class AttemptInterceptor implements MethodInterceptor {

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		if (!(VoiceSpan.current() instanceof RetriedRequest request) || !request.isOpen()) {
			return call.proceed();
		}
		VoiceSpan attempt = request.attemptStarted();
		Object result;
		try (Scope scope = attempt.makeCurrent()) {
			result = call.proceed();
		}
		catch (Throwable ex) {
			request.attemptEnded(ex);
			throw ex;
		}
		request.attemptEnded(null);
		return result;
	}

}
