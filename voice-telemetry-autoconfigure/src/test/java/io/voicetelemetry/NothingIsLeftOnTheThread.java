package io.voicetelemetry;

import java.util.Set;

import io.opentelemetry.context.Context;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Each test leaves the context of its thread empty: what one leaves is otherwise seen in
 * another, and only in some order of them. Goes with every test, by
 * {@code META-INF/services}.
 */
public final class NothingIsLeftOnTheThread implements AfterEachCallback {

	/** What an empty context says of itself, without and with the Java agent. */
	private static final Set<String> EMPTY = Set.of("{}",
			"AgentContextWrapper{agentContext={}, applicationContext={}}");

	/**
	 * Not by identity: with the Java agent and Boot's publisher of context events, the
	 * root context is not the one that is current where none is.
	 */
	public static boolean isSeen() {
		return EMPTY.contains(Context.current().toString());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (!isSeen()) {
			throw new AssertionError(context.getDisplayName() + " leaves on its thread " + Context.current());
		}
	}

}
