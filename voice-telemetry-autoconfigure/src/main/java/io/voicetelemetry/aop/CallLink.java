package io.voicetelemetry.aop;

import io.opentelemetry.context.Context;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * Tells what stands inside of a call in which stage its work is done, also where a retry
 * has taken it to another thread.
 */
final class CallLink {

	private volatile @Nullable Context context;

	/**
	 * Links what stands outside to what stands inside.
	 */
	static CallLink of(MethodInvocation call) {
		CallLink link = new CallLink();
		if (call instanceof ProxyMethodInvocation invocation) {
			invocation.setUserAttribute(CallLink.class.getName(), link);
		}
		return link;
	}

	/**
	 * The context of the stage that was begun last for a call, or {@code null}.
	 */
	static @Nullable CallLink find(MethodInvocation call) {
		return (call instanceof ProxyMethodInvocation invocation
				&& invocation.getUserAttribute(CallLink.class.getName()) instanceof CallLink link) ? link : null;
	}

	void begun(Context context) {
		this.context = context;
	}

	/**
	 * The context of the stage that was begun last, or {@code null}.
	 */
	@Nullable Context context() {
		return this.context;
	}

}
