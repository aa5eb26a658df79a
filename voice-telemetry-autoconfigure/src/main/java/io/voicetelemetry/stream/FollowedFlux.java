package io.voicetelemetry.stream;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A {@code Flux} of which each subscription is a stage.
 *
 * @param <T> the type of the items
 */
abstract class FollowedFlux<T> extends FluxOperator<T, T> {

	private final DeferredWork work;

	private FollowedFlux(Flux<T> source, DeferredWork work) {
		super(source);
		this.work = work;
	}

	static <T> Flux<T> of(Flux<T> source, DeferredWork work) {
		return onAssembly((source instanceof Fuseable) ? new Fused<>(source, work) : new Plain<>(source, work));
	}

	@Override
	@SuppressWarnings("unchecked") // The source is of this type.
	public final void subscribe(CoreSubscriber<? super T> actual) {
		subscriber(actual, this.work).subscribeTo((Flux<T>) this.source);
	}

	abstract FollowedCoreSubscriber<T> subscriber(CoreSubscriber<? super T> actual, DeferredWork work);

	@Override
	@SuppressWarnings("rawtypes") // As Reactor declares it.
	public final @Nullable Object scanUnsafe(Attr key) {
		return (key == Attr.RUN_STYLE) ? Attr.RunStyle.SYNC : super.scanUnsafe(key);
	}

	/**
	 * One whose source shares nothing.
	 */
	private static final class Plain<T> extends FollowedFlux<T> {

		Plain(Flux<T> source, DeferredWork work) {
			super(source, work);
		}

		@Override
		FollowedCoreSubscriber<T> subscriber(CoreSubscriber<? super T> actual, DeferredWork work) {
			return new FollowedCoreSubscriber.Plain<>(actual, work, false);
		}

	}

	/**
	 * One whose source may share its queue.
	 */
	private static final class Fused<T> extends FollowedFlux<T> implements Fuseable {

		Fused(Flux<T> source, DeferredWork work) {
			super(source, work);
		}

		@Override
		FollowedCoreSubscriber<T> subscriber(CoreSubscriber<? super T> actual, DeferredWork work) {
			return new FollowedQueueSubscriber<>(actual, work, false);
		}

	}

}
