package io.voicetelemetry;

import io.opentelemetry.context.Context;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Each test leaves the context of its thread empty: what one leaves is otherwise seen in
 * another, and only in some order of them. Goes with every test, by
 * {@code META-INF/services}.
 */
public final class NothingIsLeftOnTheThread implements AfterEachCallback {

	/**
	 * Not by identity: with the Java agent and Boot's publisher of context events, the
	 * root context is not the one that is current where none is.
	 */
	public static boolean isSeen() {
		return Context.current().toString().equals(Context.root().toString());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (!isSeen()) {
			throw new AssertionError(context.getDisplayName() + " leaves on its thread " + Context.current());
		}
	}

}
