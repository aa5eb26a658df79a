package io.voicetelemetry.integration.propagation;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.logging.LogContext;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What was made current on a thread and is to be undone there, one inside the other.
 */
final class AttachedContext {

	private static final ThreadLocal<@Nullable AttachedContext> INNERMOST = new ThreadLocal<>();

	/** Deeper than any code: they were not undone, and must not pile up. */
	private static final int MAX_DEPTH = 1000;

	private final @Nullable AttachedContext outer;

	private final int depth;

	/** {@code null} where no call was made current. */
	private final @Nullable CarriedContext attached;

	/** {@code null} where nothing was changed. */
	private final @Nullable Context before;

	private final Scope scope;

	private AttachedContext(@Nullable AttachedContext outer, @Nullable CarriedContext attached,
			@Nullable Context before, Scope scope) {
		this.outer = (outer != null && outer.depth < MAX_DEPTH) ? outer : null;
		this.depth = (this.outer != null) ? this.outer.depth + 1 : 0;
		this.attached = attached;
		this.before = before;
		this.scope = scope;
	}

	/**
	 * Makes a context current on this thread.
	 */
	static void attach(CarriedContext context) {
		Context before = Context.current();
		INNERMOST.set(new AttachedContext(INNERMOST.get(), context, before, context.attach()));
	}

	/**
	 * Makes no voice span current on this thread.
	 */
	static void attachNothing() {
		Context before = Context.current();
		INNERMOST.set(new AttachedContext(INNERMOST.get(), null, before, leave(before)));
	}

	/**
	 * Leaves everything as it is on this thread.
	 */
	static void attachAsItIs() {
		INNERMOST.set(new AttachedContext(INNERMOST.get(), null, null, Scope.noop()));
	}

	private static Scope leave(Context current) {
		boolean inCall = VoiceContext.span(current) != null;
		if (inCall && CarriedContext.currentObservation() != null) {
			// What an observation brings along is what is to be current.
			return Scope.noop();
		}
		Scope root = inCall ? Context.root().makeCurrent() : Scope.noop();
		String told = MDC.get(LogContext.SESSION_ID);
		// An observation has perhaps taken the place of a call that was left here.
		if (told == null || !(isOf(current, told) || wasAttached(told))) {
			return root;
		}
		LogContext log = LogContext.of(null, null, null, null);
		return () -> {
			log.close();
			root.close();
		};
	}

	private static boolean isOf(Context context, String sessionId) {
		VoiceSession session = VoiceContext.session(context);
		return session != null && session.id().equals(sessionId);
	}

	private static boolean wasAttached(String sessionId) {
		for (AttachedContext each = INNERMOST.get(); each != null; each = each.outer) {
			if (each.attached != null && isOf(each.attached, sessionId)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Undoes the last of them on this thread, if there is one.
	 * @return whether there was one
	 */
	static boolean detach() {
		AttachedContext innermost = INNERMOST.get();
		if (innermost == null) {
			return false;
		}
		if (innermost.outer != null) {
			INNERMOST.set(innermost.outer);
		}
		else {
			INNERMOST.remove();
		}
		innermost.scope.close();
		if (innermost.before != null && Context.current() != innermost.before) {
			// Code in between left something current: the next on this thread must not
			// find it.
			innermost.before.makeCurrent();
		}
		return true;
	}

}
