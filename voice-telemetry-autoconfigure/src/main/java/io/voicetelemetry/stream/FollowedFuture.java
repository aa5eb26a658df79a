package io.voicetelemetry.stream;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that cannot say when it is done: whoever asks for the result learns it.
 *
 * @param <T> the type of the result
 */
final class FollowedFuture<T> implements Future<T> {

	private final Future<T> source;

	private final RunningStage stage;

	FollowedFuture(Future<T> source, RunningStage stage) {
		this.source = source;
		this.stage = stage;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = this.source.cancel(mayInterruptIfRunning);
		if (cancelled) {
			this.stage.cancel();
		}
		return cancelled;
	}

	@Override
	public boolean isCancelled() {
		return this.source.isCancelled();
	}

	@Override
	public boolean isDone() {
		return this.source.isDone();
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		try {
			return completed(this.source.get());
		}
		catch (ExecutionException | CancellationException ex) {
			this.stage.fail(Causes.of(ex));
			throw ex;
		}
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		try {
			return completed(this.source.get(timeout, unit));
		}
		catch (ExecutionException | CancellationException ex) {
			this.stage.fail(Causes.of(ex));
			throw ex;
		}
	}

	private T completed(T result) {
		this.stage.complete(result);
		return result;
	}

}
