package io.voicetelemetry.stream;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * An iterable of which each iteration is a stage.
 *
 * @param <T> the type of the items
 */
abstract class FollowedIterable<T> implements Iterable<T> {

	private final Iterable<T> source;

	private final DeferredWork work;

	private volatile @Nullable RunningStage latest;

	private FollowedIterable(Iterable<T> source, DeferredWork work) {
		this.source = source;
		this.work = work;
	}

	static <T> Iterable<T> of(Iterable<T> source, DeferredWork work) {
		if (source instanceof Closeable closeable) {
			return new OfCloseable<>(source, work, closeable);
		}
		return (source instanceof AutoCloseable closeable) ? new OfAutoCloseable<>(source, work, closeable)
				: new Plain<>(source, work);
	}

	@Override
	public final Iterator<T> iterator() {
		RunningStage stage = begin();
		try {
			return FollowedIterator.of(this.source.iterator(), stage);
		}
		catch (Throwable ex) {
			stage.fail(ex);
			throw ex;
		}
	}

	@Override
	@SuppressWarnings("unchecked") // A followed stream has the items that it had.
	public final Spliterator<T> spliterator() {
		RunningStage stage = begin();
		try {
			return ((Stream<T>) FollowedStream.of(StreamSupport.stream(this.source.spliterator(), false), stage))
				.spliterator();
		}
		catch (Throwable ex) {
			stage.fail(ex);
			throw ex;
		}
	}

	private RunningStage begin() {
		RunningStage stage = this.work.begin(Context.current());
		this.latest = stage;
		return stage;
	}

	/**
	 * Cuts the latest iteration off, or what the call began if there was none.
	 */
	final void cutOff() {
		RunningStage latest = this.latest;
		((latest != null) ? latest : begin()).cancel();
	}

	@Override
	public final String toString() {
		return this.source.toString();
	}

	/**
	 * One that need not be closed.
	 */
	private static final class Plain<T> extends FollowedIterable<T> {

		Plain(Iterable<T> source, DeferredWork work) {
			super(source, work);
		}

	}

	/**
	 * One that may be closed.
	 */
	private static final class OfAutoCloseable<T> extends FollowedIterable<T> implements AutoCloseable {

		private final AutoCloseable closeable;

		OfAutoCloseable(Iterable<T> source, DeferredWork work, AutoCloseable closeable) {
			super(source, work);
			this.closeable = closeable;
		}

		@Override
		public void close() throws Exception {
			cutOff();
			this.closeable.close();
		}

	}

	/**
	 * One that may be closed as files are.
	 */
	private static final class OfCloseable<T> extends FollowedIterable<T> implements Closeable {

		private final Closeable closeable;

		OfCloseable(Iterable<T> source, DeferredWork work, Closeable closeable) {
			super(source, work);
			this.closeable = closeable;
		}

		@Override
		public void close() throws IOException {
			cutOff();
			this.closeable.close();
		}

	}

}
