package io.voicetelemetry.stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;

/**
 * Passes a queue on that the source and whoever subscribed share: items pass as they are
 * taken out of it.
 *
 * @param <T> the type of the items
 */
final class FollowedQueueSubscriber<T> extends FollowedCoreSubscriber<T> implements Fuseable.QueueSubscription<T> {

	private int mode;

	/** The queue, once it has been agreed upon. */
	private Fuseable.@Nullable QueueSubscription<T> queue;

	/** How the source ended, while its queue may still have items. */
	private volatile @Nullable End end;

	FollowedQueueSubscriber(CoreSubscriber<? super T> actual, DeferredWork work, boolean single) {
		super(actual, work, single);
	}

	@Override
	@SuppressWarnings("unchecked") // It has what the source has.
	public int requestFusion(int requested) {
		if (this.subscription instanceof Fuseable.QueueSubscription<?> shared) {
			this.queue = (Fuseable.QueueSubscription<T>) shared;
			this.mode = shared.requestFusion(requested);
		}
		return this.mode;
	}

	private Fuseable.QueueSubscription<T> queue() {
		Fuseable.QueueSubscription<T> queue = this.queue;
		if (queue == null) {
			throw new IllegalStateException("The source is not fused");
		}
		return queue;
	}

	/**
	 * Where an item is only a signal that the queue has some.
	 */
	@Override
	public void onNext(T item) {
		if (this.mode == Fuseable.ASYNC) {
			this.actual.onNext(item);
		}
		else {
			super.onNext(item);
		}
	}

	@Override
	public @Nullable T poll() {
		T item;
		try {
			item = (this.mode == Fuseable.SYNC) ? pollInContext() : queue().poll();
		}
		catch (Throwable ex) {
			this.stage.fail(ex);
			throw ex;
		}
		if (item != null) {
			passing(item);
		}
		else {
			drained();
		}
		return item;
	}

	/**
	 * The items are made where they are taken. Nothing goes downstream meanwhile.
	 */
	private @Nullable T pollInContext() {
		Context context = this.stage.context();
		if (Context.current() == context) {
			return queue().poll();
		}
		try (Scope scope = context.makeCurrent()) {
			return queue().poll();
		}
	}

	@Override
	public boolean isEmpty() {
		boolean empty = queue().isEmpty();
		if (empty) {
			drained();
		}
		return empty;
	}

	@Override
	public int size() {
		return queue().size();
	}

	@Override
	public void clear() {
		ended();
		queue().clear();
	}

	private void drained() {
		if (this.mode == Fuseable.SYNC) {
			this.stage.complete();
		}
		else {
			ended();
		}
	}

	private void ended() {
		End end = this.end;
		if (end != null && end.error() != null) {
			this.stage.fail(end.error());
		}
		else if (end != null) {
			this.stage.complete();
		}
	}

	@Override
	void failed(Throwable error) {
		ended(new End(error));
	}

	@Override
	void completed() {
		ended(new End(null));
	}

	private void ended(End end) {
		this.end = end;
		// Who shares the queue may have an item in hand that has not passed yet, and asks
		// again before it takes this for the end.
		if (this.mode != Fuseable.ASYNC) {
			ended();
		}
	}

	@Override
	void cutOff() {
		ended();
		super.cutOff();
	}

	/**
	 * The end of a source.
	 */
	private record End(@Nullable Throwable error) {
	}

}
