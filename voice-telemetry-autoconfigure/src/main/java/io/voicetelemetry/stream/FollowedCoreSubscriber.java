package io.voicetelemetry.stream;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.VoiceContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Passes the signals of one subscription on, as an operator of Reactor's.
 *
 * @param <T> the type of the items
 */
abstract class FollowedCoreSubscriber<T> extends Passage
		implements Fuseable.ConditionalSubscriber<T>, Subscription, Scannable {

	final CoreSubscriber<? super T> actual;

	private final Fuseable.@Nullable ConditionalSubscriber<? super T> conditional;

	private final boolean single;

	/** Whether Reactor carries the context over to each thread, and back. */
	private final boolean automatic;

	private final Context context;

	@Nullable Subscription subscription;

	private boolean done;

	private volatile boolean cancelled;

	/**
	 * Begins the stage of a subscription.
	 * @param single whether the first item is the whole result
	 */
	@SuppressWarnings("unchecked") // What takes the one takes the other.
	FollowedCoreSubscriber(CoreSubscriber<? super T> actual, DeferredWork work, boolean single) {
		super(work.begin(contextOf(actual)));
		this.actual = actual;
		this.conditional = (actual instanceof Fuseable.ConditionalSubscriber)
				? (Fuseable.ConditionalSubscriber<? super T>) actual : null;
		this.single = single;
		this.automatic = Hooks.isAutomaticContextPropagationEnabled();
		this.context = this.automatic ? actual.currentContext()
				: actual.currentContext().put(VoiceContext.PROPAGATION_KEY, this.stage.context());
	}

	/**
	 * The context of who subscribes: what the subscription carries with it, or else that
	 * of the thread.
	 */
	private static io.opentelemetry.context.Context contextOf(CoreSubscriber<?> actual) {
		Object carried = actual.currentContext().getOrDefault(VoiceContext.PROPAGATION_KEY, null);
		io.opentelemetry.context.Context current = io.opentelemetry.context.Context.current();
		return (carried instanceof io.opentelemetry.context.Context context) ? VoiceContext.inner(context, current)
				: current;
	}

	/**
	 * Subscribes in the context of the stage.
	 */
	final void subscribeTo(Publisher<T> source) {
		Visit visit = enter();
		try {
			if (inContext(source) instanceof CorePublisher<T> core) {
				core.subscribe(this);
			}
			else {
				source.subscribe(this);
			}
		}
		catch (Throwable ex) {
			this.stage.fail(ex);
			throw ex;
		}
		finally {
			leave(visit);
		}
	}

	/**
	 * Where Reactor carries the context, it has to know where that begins.
	 */
	private Publisher<T> inContext(Publisher<T> source) {
		if (!this.automatic) {
			return source;
		}
		io.opentelemetry.context.Context context = this.stage.context();
		if (source instanceof Mono<T> mono) {
			return mono.contextWrite((written) -> written.put(VoiceContext.PROPAGATION_KEY, context));
		}
		return Flux.from(source).contextWrite((written) -> written.put(VoiceContext.PROPAGATION_KEY, context));
	}

	@Override
	public final Context currentContext() {
		return this.context;
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.subscription, subscription)) {
			this.subscription = subscription;
			try (Scope scope = goDownstream()) {
				this.actual.onSubscribe(this);
			}
		}
	}

	@Override
	public void onNext(T item) {
		passing(item);
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
	public final boolean tryOnNext(T item) {
		if (this.conditional == null) {
			onNext(item);
			return true;
		}
		passing(item);
		if (isVisited()) {
			try (Scope scope = goDownstream()) {
				return this.conditional.tryOnNext(item);
			}
		}
		return this.conditional.tryOnNext(item);
	}

	final void passing(T item) {
		if (this.stage.count(item)) {
			return;
		}
		if (this.single) {
			this.stage.complete(item);
		}
		else {
			this.stage.read(item);
		}
	}

	@Override
	public final void onError(Throwable error) {
		if (this.done) {
			Operators.onErrorDropped(error, currentContext());
			return;
		}
		this.done = true;
		failed(error);
		try (Scope scope = goDownstream()) {
			this.actual.onError(error);
		}
	}

	@Override
	public final void onComplete() {
		if (this.done) {
			return;
		}
		this.done = true;
		completed();
		try (Scope scope = goDownstream()) {
			this.actual.onComplete();
		}
	}

	void failed(Throwable error) {
		this.stage.fail(error);
	}

	void completed() {
		this.stage.complete();
	}

	@Override
	public final void request(long count) {
		Subscription subscription = this.subscription;
		if (subscription == null) {
			return;
		}
		Visit visit = enter();
		try {
			subscription.request(count);
		}
		catch (Throwable ex) {
			this.stage.fail(ex);
			throw ex;
		}
		finally {
			leave(visit);
		}
	}

	@Override
	public final void cancel() {
		this.cancelled = true;
		cutOff();
		if (this.subscription != null) {
			this.subscription.cancel();
		}
	}

	void cutOff() {
		this.stage.cancel();
	}

	@Override
	@SuppressWarnings("rawtypes") // As Reactor declares it.
	public final @Nullable Object scanUnsafe(Attr key) {
		if (key == Attr.ACTUAL) {
			return this.actual;
		}
		if (key == Attr.PARENT) {
			return this.subscription;
		}
		if (key == Attr.TERMINATED) {
			return this.done;
		}
		if (key == Attr.CANCELLED) {
			return this.cancelled;
		}
		return (key == Attr.RUN_STYLE) ? Attr.RunStyle.SYNC : null;
	}

	/**
	 * One that shares no queue.
	 */
	static final class Plain<T> extends FollowedCoreSubscriber<T> {

		Plain(CoreSubscriber<? super T> actual, DeferredWork work, boolean single) {
			super(actual, work, single);
		}

	}

}
