package io.voicetelemetry.stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/**
 * The work of a suspending function, whose coroutine is in its stage on whatever thread
 * it runs. Linked only where coroutines are there.
 *
 * @since 0.1
 */
public final class SuspendedWork implements DeferredWork {

	private final DeferredWork work;

	private final Element element = new Element();

	/**
	 * The work of a call.
	 * @param work begins its stage
	 */
	public SuspendedWork(DeferredWork work) {
		this.work = work;
	}

	@Override
	public RunningStage begin(Context where) {
		RunningStage stage = this.work.begin(where);
		this.element.stage = stage;
		return stage;
	}

	/**
	 * Has the coroutine of the call take the stage along, once it has begun.
	 * @param arguments the arguments, of which the last is where the function goes on:
	 * its context is the one in which Spring begins the coroutine
	 * @return the arguments to call the function with
	 */
	public @Nullable Object[] carriedBy(@Nullable Object[] arguments) {
		@Nullable Object[] carrying = arguments.clone();
		int last = carrying.length - 1;
		if (last >= 0 && carrying[last] instanceof Continuation<?> continuation) {
			carrying[last] = new Carrying(continuation, continuation.getContext().plus(this.element));
		}
		return carrying;
	}

	/**
	 * Goes on as ever.
	 */
	private record Carrying(Continuation<?> actual, CoroutineContext context) implements Continuation<Object> {

		@Override
		public CoroutineContext getContext() {
			return this.context;
		}

		@Override
		public void resumeWith(Object result) {
			this.actual.resumeWith(result);
		}

	}

	/**
	 * Takes each thread that resumes the coroutine into the stage, and out of it.
	 */
	private static final class Element extends AbstractCoroutineContextElement
			implements ThreadContextElement<@Nullable Scope> {

		static final CoroutineContext.Key<Element> KEY = new CoroutineContext.Key<>() {
		};

		private volatile @Nullable RunningStage stage;

		Element() {
			super(KEY);
		}

		@Override
		public @Nullable Scope updateThreadContext(CoroutineContext context) {
			RunningStage stage = this.stage;
			return (stage != null) ? stage.context().makeCurrent() : null;
		}

		@Override
		public void restoreThreadContext(CoroutineContext context, @Nullable Scope scope) {
			if (scope != null) {
				scope.close();
			}
		}

	}

}
