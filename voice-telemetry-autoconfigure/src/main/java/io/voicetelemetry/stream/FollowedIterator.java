package io.voicetelemetry.stream;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An iterator that tells of its items.
 *
 * @param <T> the type of the items
 */
abstract class FollowedIterator<T> implements Iterator<T> {

	private final Iterator<T> source;

	final RunningStage stage;

	private FollowedIterator(Iterator<T> source, RunningStage stage) {
		this.source = source;
		this.stage = stage;
	}

	static <T> Iterator<T> of(Iterator<T> source, RunningStage stage) {
		if (source instanceof Closeable closeable) {
			return new OfCloseable<>(source, stage, closeable);
		}
		return (source instanceof AutoCloseable closeable) ? new OfAutoCloseable<>(source, stage, closeable)
				: new Plain<>(source, stage);
	}

	@Override
	public final boolean hasNext() {
		try {
			boolean next = this.source.hasNext();
			if (!next) {
				this.stage.complete();
			}
			return next;
		}
		catch (Throwable ex) {
			this.stage.fail(ex);
			throw ex;
		}
	}

	@Override
	public final T next() {
		T item;
		try {
			item = this.source.next();
		}
		catch (NoSuchElementException ex) {
			this.stage.complete();
			throw ex;
		}
		catch (Throwable ex) {
			this.stage.fail(ex);
			throw ex;
		}
		if (item != null) {
			this.stage.item(item);
		}
		return item;
	}

	@Override
	public final void remove() {
		this.source.remove();
	}

	/**
	 * One that goes on to its end.
	 */
	private static final class Plain<T> extends FollowedIterator<T> {

		Plain(Iterator<T> source, RunningStage stage) {
			super(source, stage);
		}

	}

	/**
	 * One that may be closed before its end.
	 */
	private static final class OfAutoCloseable<T> extends FollowedIterator<T> implements AutoCloseable {

		private final AutoCloseable closeable;

		OfAutoCloseable(Iterator<T> source, RunningStage stage, AutoCloseable closeable) {
			super(source, stage);
			this.closeable = closeable;
		}

		@Override
		public void close() throws Exception {
			this.stage.cancel();
			this.closeable.close();
		}

	}

	/**
	 * One that may be closed before its end, as files are.
	 */
	private static final class OfCloseable<T> extends FollowedIterator<T> implements Closeable {

		private final Closeable closeable;

		OfCloseable(Iterator<T> source, RunningStage stage, Closeable closeable) {
			super(source, stage);
			this.closeable = closeable;
		}

		@Override
		public void close() throws IOException {
			this.stage.cancel();
			this.closeable.close();
		}

	}

}
