package io.voicetelemetry.benchmarks;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;

/**
 * Counts the characters of the pieces that it takes out of the queue of the source.
 */
final class FusedCharacterConsumer implements CoreSubscriber<String> {

	private long characters;

	long characters() {
		return this.characters;
	}

	@Override
	@SuppressWarnings("unchecked") // It has what is published.
	public void onSubscribe(Subscription subscription) {
		Fuseable.QueueSubscription<String> queue = (Fuseable.QueueSubscription<String>) subscription;
		if (queue.requestFusion(Fuseable.SYNC) != Fuseable.SYNC) {
			throw new IllegalStateException("It is not fused");
		}
		for (String text = queue.poll(); text != null; text = queue.poll()) {
			this.characters += text.length();
		}
	}

	@Override
	public void onNext(String text) {
	}

	@Override
	public void onError(Throwable error) {
		throw new IllegalStateException(error);
	}

	@Override
	public void onComplete() {
	}

}
