package io.voicetelemetry.stream;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.voicetelemetry.session.UntoldResult;
import org.jspecify.annotations.Nullable;

/**
 * Tells a stage the result of a {@link CompletionStage}, once: when that calls, or when
 * the session ends before it has called although the result is there.
 */
final class FollowedCompletion implements BiConsumer<@Nullable Object, @Nullable Throwable>, UntoldResult {

	private final CompletionStage<?> source;

	private final RunningStage stage;

	/** Who tells, or has told. */
	private final AtomicReference<@Nullable Thread> teller = new AtomicReference<>();

	private final CountDownLatch told = new CountDownLatch(1);

	private FollowedCompletion(CompletionStage<?> source, RunningStage stage) {
		this.source = source;
		this.stage = stage;
	}

	static void follow(CompletionStage<?> source, RunningStage stage) {
		FollowedCompletion completion = new FollowedCompletion(source, stage);
		completion.addTo(stage.context());
		try {
			source.whenComplete(completion);
		}
		catch (Throwable ex) {
			// It cannot be waited for.
			completion.accept(null, null);
		}
	}

	@Override
	public void accept(@Nullable Object value, @Nullable Throwable error) {
		if (!this.teller.compareAndSet(null, Thread.currentThread())) {
			return;
		}
		try {
			if (error != null) {
				this.stage.fail(Causes.of(error));
			}
			else {
				this.stage.complete(value);
			}
		}
		finally {
			this.told.countDown();
			removeFrom(this.stage.context());
		}
	}

	@Override
	public void tellIfThere(long deadline) {
		// Of what is complete, it is called at once.
		this.source.whenComplete(this);
		Thread teller = this.teller.get();
		if (teller != null && teller != Thread.currentThread()) {
			awaitTold(deadline);
		}
	}

	/**
	 * Also a thread that was interrupted waits, as it is who hangs up that interrupts.
	 */
	private void awaitTold(long deadline) {
		boolean interrupted = false;
		boolean waiting = true;
		while (waiting) {
			try {
				this.told.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				waiting = false;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
