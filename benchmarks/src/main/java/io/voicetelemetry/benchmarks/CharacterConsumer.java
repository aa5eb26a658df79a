package io.voicetelemetry.benchmarks;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Counts the characters of the pieces of an answer.
 */
final class CharacterConsumer implements CoreSubscriber<String> {

	private long characters;

	private long counted;

	long characters() {
		return this.characters;
	}

	/**
	 * Counts once more, as somebody who only looks on.
	 */
	void count(String text) {
		this.counted += text.length();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(String text) {
		this.characters += text.length();
	}

	@Override
	public void onError(Throwable error) {
		throw new IllegalStateException(error);
	}

	@Override
	public void onComplete() {
	}

}
