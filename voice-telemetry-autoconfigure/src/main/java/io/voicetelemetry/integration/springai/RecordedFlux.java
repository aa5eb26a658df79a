package io.voicetelemetry.integration.springai;

import java.util.function.Function;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.integration.propagation.VoiceReactorContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.ContextView;

/**
 * A stream each subscription to which is recorded by itself. The subscription is made in
 * the stage that it begins; no signal is passed on in it.
 */
final class RecordedFlux<T> extends FluxOperator<T, T> {

	private final Function<ContextView, @Nullable StreamRecording<T>> recordings;

	/**
	 * A stream.
	 * @param source what it consists of
	 * @param recordings begins the recording of a subscription, given its context;
	 * {@code null} for one that is not recorded
	 */
	RecordedFlux(Flux<T> source, Function<ContextView, @Nullable StreamRecording<T>> recordings) {
		super(source);
		this.recordings = recordings;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		StreamRecording<T> recording = this.recordings.apply(actual.currentContext());
		if (recording == null) {
			this.source.subscribe(actual);
			return;
		}
		RecordedSubscriber<T> subscriber = new RecordedSubscriber<>(actual, recording, Context.current());
		recording.subscribing();
		try (Scope scope = recording.span().makeCurrent()) {
			this.source.subscribe(subscriber);
		}
		catch (Throwable ex) {
			recording.failed(ex);
			throw ex;
		}
		finally {
			subscriber.subscribed();
			recording.subscribed();
		}
	}

	/**
	 * Passes on what comes as it comes.
	 */
	private static final class RecordedSubscriber<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final StreamRecording<T> recording;

		private final Context outer;

		private final reactor.util.context.Context context;

		private volatile @Nullable Thread subscribing = Thread.currentThread();

		private @Nullable Subscription subscription;

		RecordedSubscriber(CoreSubscriber<? super T> actual, StreamRecording<T> recording, Context outer) {
			this.actual = actual;
			this.recording = recording;
			this.outer = outer;
			this.context = actual.currentContext().putAll(VoiceReactorContext.of(recording.span()));
		}

		void subscribed() {
			this.subscribing = null;
		}

		/**
		 * The source runs in the stage wherever Reactor takes contexts to other threads.
		 */
		@Override
		public reactor.util.context.Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			passOn(() -> this.actual.onSubscribe(this));
		}

		@Override
		public void onNext(T piece) {
			this.recording.next(piece);
			passOn(() -> this.actual.onNext(piece));
		}

		@Override
		public void onError(Throwable error) {
			this.recording.failed(error);
			passOn(() -> this.actual.onError(error));
		}

		@Override
		public void onComplete() {
			this.recording.completed();
			passOn(this.actual::onComplete);
		}

		@Override
		public void request(long n) {
			Subscription source = this.subscription;
			if (source != null) {
				source.request(n);
			}
		}

		@Override
		public void cancel() {
			this.recording.cancelled();
			Subscription source = this.subscription;
			if (source != null) {
				source.cancel();
			}
		}

		/**
		 * What a source says while it is being subscribed to is not for the stage.
		 */
		private void passOn(Runnable signal) {
			if (this.subscribing != Thread.currentThread()) {
				signal.run();
				return;
			}
			try (Scope scope = this.outer.makeCurrent()) {
				signal.run();
			}
		}

	}

}
