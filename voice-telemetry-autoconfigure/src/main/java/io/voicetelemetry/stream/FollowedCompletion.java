package io.voicetelemetry.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.voicetelemetry.session.VoiceContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells a stage the result of a {@link CompletionStage}, once: when that calls, or when
 * the session ends before it has called although the result is there.
 */
final class FollowedCompletion implements BiConsumer<@Nullable Object, @Nullable Throwable> {

	private final CompletionStage<?> source;

	private final RunningStage stage;

	private final Runnable forgottenBySession;

	/** Who tells, or has told. */
	private final AtomicReference<@Nullable Thread> teller = new AtomicReference<>();

	private final CountDownLatch told = new CountDownLatch(1);

	private FollowedCompletion(CompletionStage<?> source, RunningStage stage) {
		this.source = source;
		this.stage = stage;
		this.forgottenBySession = VoiceContext.askedBeforeSessionEnds(stage.context(), this::tellIfThere);
	}

	static void follow(CompletionStage<?> source, RunningStage stage) {
		FollowedCompletion completion = new FollowedCompletion(source, stage);
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
		if (this.teller.compareAndSet(null, Thread.currentThread())) {
			tell(value, error);
		}
	}

	private void tell(@Nullable Object value, @Nullable Throwable error) {
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
			this.forgottenBySession.run();
		}
	}

	private void tellIfThere(long deadline) {
		if (!(this.source instanceof CompletableFuture<?> future) || !future.isDone()) {
			return;
		}
		Thread current = Thread.currentThread();
		if (this.teller.compareAndSet(null, current)) {
			Object value = null;
			Throwable error = null;
			try {
				value = future.getNow(null);
			}
			catch (Throwable ex) {
				error = ex;
			}
			tell(value, error);
		}
		else if (this.teller.get() != current) {
			awaitTold(deadline);
		}
	}

	private void awaitTold(long deadline) {
		try {
			this.told.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
