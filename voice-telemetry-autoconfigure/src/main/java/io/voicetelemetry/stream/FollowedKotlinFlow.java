package io.voicetelemetry.stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.flow.FlowCollector;
import org.jspecify.annotations.Nullable;

/**
 * A flow of Kotlin's of which each collection is a stage. The source is in the context of
 * the stage on whatever thread it runs, by an element of its coroutine context, which
 * whoever collects does not see: a flow may be emitted to in the coroutine context alone
 * in which it is collected. What is implemented is what the compiler makes of suspending
 * functions; continuations that were not the compiler's would be resumed on any thread.
 *
 * @param <T> the type of the items
 */
final class FollowedKotlinFlow<T extends @Nullable Object> implements Flow<T> {

	private final Flow<T> source;

	private final DeferredWork work;

	private FollowedKotlinFlow(Flow<T> source, DeferredWork work) {
		this.source = source;
		this.work = work;
	}

	static Object of(Object flow, DeferredWork work) {
		return new FollowedKotlinFlow<>((Flow<?>) flow, work);
	}

	@Override
	public @Nullable Object collect(FlowCollector<? super T> collector, Continuation<? super Unit> continuation) {
		Collecting<T> collection = new Collecting<>(collector, this.work.begin(Context.current()),
				continuation.getContext().get(CoroutineStage.KEY));
		Collected collected = new Collected(continuation, collection);
		Passage.Visit visit = collection.enter();
		try {
			Object result = this.source.collect(collection, collected);
			if (result != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
				collection.stage.complete();
			}
			return result;
		}
		catch (Throwable ex) {
			collection.failed(ex);
			throw ex;
		}
		finally {
			collection.leave(visit);
		}
	}

	/**
	 * Passes the items of one collection on, which come one after the other.
	 */
	private static final class Collecting<T extends @Nullable Object> extends Passage implements FlowCollector<T> {

		private final FlowCollector<? super T> actual;

		/** That of a followed flow in which this one is collected. */
		private final @Nullable CoroutineStage outer;

		/** What the collector threw, which is no failure of the source. */
		private volatile @Nullable Throwable refusal;

		/**
		 * The coroutine context of the latest item, and what the collector sees of it.
		 */
		private @Nullable CoroutineContext upstream;

		private @Nullable CoroutineContext downstream;

		Collecting(FlowCollector<? super T> actual, RunningStage stage, @Nullable CoroutineStage outer) {
			super(stage);
			this.actual = actual;
			this.outer = outer;
		}

		@Override
		public @Nullable Object emit(T item, Continuation<? super Unit> continuation) {
			if (item != null) {
				this.stage.item(item);
			}
			Emitted emitted = new Emitted(continuation, this, downstreamOf(continuation.getContext()));
			try (Scope scope = goDownstream()) {
				return this.actual.emit(item, emitted);
			}
			catch (Throwable ex) {
				this.refusal = ex;
				throw ex;
			}
		}

		private CoroutineContext downstreamOf(CoroutineContext context) {
			CoroutineContext known = this.downstream;
			if (known == null || this.upstream != context) {
				known = context.minusKey(CoroutineStage.KEY);
				known = (this.outer != null) ? known.plus(this.outer) : known;
				this.upstream = context;
				this.downstream = known;
			}
			return known;
		}

		/**
		 * Ends the stage. Kotlin may have copied what was thrown.
		 */
		void failed(Throwable error) {
			Throwable refusal = this.refusal;
			if (refusal != null && (error == refusal || error.getCause() == refusal)) {
				this.stage.cancel();
			}
			else {
				this.stage.fail(error);
			}
		}

		void refused(Throwable error) {
			this.refusal = error;
		}

	}

	/**
	 * Resumed when the source has suspended and then come to its end.
	 */
	private static final class Collected extends ContinuationImpl {

		private static final long serialVersionUID = 1L;

		private final transient Collecting<?> collection;

		Collected(Continuation<? super Unit> actual, Collecting<?> collection) {
			super(new Downstream(actual, collection), actual.getContext().plus(new CoroutineStage(collection)));
			this.collection = collection;
		}

		@Override
		protected Object invokeSuspend(Object result) {
			try {
				ResultKt.throwOnFailure(result);
			}
			catch (Throwable ex) {
				this.collection.failed(ex);
				throw ex;
			}
			this.collection.stage.complete();
			return Unit.INSTANCE;
		}

	}

	/**
	 * Resumed when the collector has suspended and then taken an item.
	 */
	private static final class Emitted extends ContinuationImpl {

		private static final long serialVersionUID = 1L;

		private final transient Collecting<?> collection;

		Emitted(Continuation<? super Unit> actual, Collecting<?> collection, CoroutineContext context) {
			super(new Upstream(actual, collection), context);
			this.collection = collection;
		}

		@Override
		protected Object invokeSuspend(Object result) {
			try {
				ResultKt.throwOnFailure(result);
			}
			catch (Throwable ex) {
				this.collection.refused(ex);
				throw ex;
			}
			return Unit.INSTANCE;
		}

	}

	/**
	 * Goes on with whoever collects.
	 */
	private record Downstream(Continuation<? super Unit> actual,
			Collecting<?> collection) implements Continuation<Object> {

		@Override
		public CoroutineContext getContext() {
			return this.actual.getContext();
		}

		@Override
		public void resumeWith(Object result) {
			try (Scope scope = this.collection.goDownstream()) {
				this.actual.resumeWith(result);
			}
		}

	}

	/**
	 * Goes on with the source.
	 */
	private record Upstream(Continuation<? super Unit> actual,
			Collecting<?> collection) implements Continuation<Object> {

		@Override
		public CoroutineContext getContext() {
			return this.actual.getContext();
		}

		@Override
		public void resumeWith(Object result) {
			Passage.Visit visit = this.collection.enter();
			try {
				this.actual.resumeWith(result);
			}
			finally {
				this.collection.leave(visit);
			}
		}

	}

}
