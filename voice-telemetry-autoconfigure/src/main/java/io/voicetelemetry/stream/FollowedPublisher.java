package io.voicetelemetry.stream;

import java.util.Objects;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A publisher of which each subscription is a stage.
 *
 * @param <T> the type of the items
 */
final class FollowedPublisher<T> implements Publisher<T> {

	private final Publisher<T> source;

	private final DeferredWork work;

	private final boolean single;

	/**
	 * A followed publisher.
	 * @param single whether the first item is the whole result
	 */
	FollowedPublisher(Publisher<T> source, DeferredWork work, boolean single) {
		this.source = source;
		this.work = work;
		this.single = single;
	}

	@Override
	public void subscribe(Subscriber<? super T> actual) {
		Objects.requireNonNull(actual, "subscriber");
		if (ReactorTypes.PRESENT && ReactorTypes.isCore(actual)) {
			ReactorTypes.subscribe(this.source, this.work, this.single, actual);
			return;
		}
		RunningStage stage = this.work.begin(Context.current());
		FollowedSubscriber<T> subscriber = new FollowedSubscriber<>(actual, stage, this.single);
		Passage.Visit visit = subscriber.enter();
		try {
			this.source.subscribe(subscriber);
		}
		catch (Throwable ex) {
			stage.fail(ex);
			throw ex;
		}
		finally {
			subscriber.leave(visit);
		}
	}

	/**
	 * Passes the signals of one subscription on.
	 */
	private static final class FollowedSubscriber<T> extends Passage implements Subscriber<T>, Subscription {

		private final Subscriber<? super T> actual;

		private final boolean single;

		private @Nullable Subscription subscription;

		FollowedSubscriber(Subscriber<? super T> actual, RunningStage stage, boolean single) {
			super(stage);
			this.actual = actual;
			this.single = single;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			Objects.requireNonNull(subscription, "subscription");
			if (this.subscription != null) {
				subscription.cancel();
				return;
			}
			this.subscription = subscription;
			try (Scope scope = goDownstream()) {
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(T item) {
			Objects.requireNonNull(item, "item");
			if (this.single) {
				this.stage.complete(item);
			}
			else {
				this.stage.item(item);
			}
			if (isVisited()) {
				try (Scope scope = goDownstream()) {
					this.actual.onNext(item);
				}
			}
			else {
				this.actual.onNext(item);
			}
		}

		@Override
		public void onError(Throwable error) {
			Objects.requireNonNull(error, "error");
			this.stage.fail(error);
			try (Scope scope = goDownstream()) {
				this.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			this.stage.complete();
			try (Scope scope = goDownstream()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long count) {
			Subscription subscription = this.subscription;
			if (subscription == null) {
				return;
			}
			Visit visit = enter();
			try {
				subscription.request(count);
			}
			finally {
				leave(visit);
			}
		}

		@Override
		public void cancel() {
			this.stage.cancel();
			if (this.subscription != null) {
				this.subscription.cancel();
			}
		}

	}

}
