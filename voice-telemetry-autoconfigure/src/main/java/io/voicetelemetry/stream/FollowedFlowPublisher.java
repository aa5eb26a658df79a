package io.voicetelemetry.stream;

import java.util.Objects;
import java.util.concurrent.Flow;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A publisher of the JDK's of which each subscription is a stage.
 *
 * @param <T> the type of the items
 */
final class FollowedFlowPublisher<T> implements Flow.Publisher<T> {

	private final Flow.Publisher<T> source;

	private final DeferredWork work;

	FollowedFlowPublisher(Flow.Publisher<T> source, DeferredWork work) {
		this.source = source;
		this.work = work;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super T> actual) {
		Objects.requireNonNull(actual, "subscriber");
		RunningStage stage = this.work.begin(Context.current());
		FlowSubscriber<T> subscriber = new FlowSubscriber<>(actual, stage);
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
	private static final class FlowSubscriber<T> extends Passage implements Flow.Subscriber<T>, Flow.Subscription {

		private final Flow.Subscriber<? super T> actual;

		private Flow.@Nullable Subscription subscription;

		FlowSubscriber(Flow.Subscriber<? super T> actual, RunningStage stage) {
			super(stage);
			this.actual = actual;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
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
			this.stage.item(item);
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
			Flow.Subscription subscription = this.subscription;
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
