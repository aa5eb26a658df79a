package io.voicetelemetry.stream;

import java.util.Iterator;

import io.opentelemetry.context.Context;

/**
 * An iterable of which each iteration is a stage.
 *
 * @param <T> the type of the items
 */
final class FollowedIterable<T> implements Iterable<T> {

	private final Iterable<T> source;

	private final DeferredWork work;

	FollowedIterable(Iterable<T> source, DeferredWork work) {
		this.source = source;
		this.work = work;
	}

	@Override
	public Iterator<T> iterator() {
		RunningStage stage = this.work.begin(Context.current());
		try {
			return FollowedIterator.of(this.source.iterator(), stage);
		}
		catch (Throwable ex) {
			stage.fail(ex);
			throw ex;
		}
	}

}
