package io.voicetelemetry.stream;

import java.io.InputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.BaseStream;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * The kinds of results that are followed.
 *
 * @since 0.1
 */
public final class DeferredTypes {

	private static final boolean REACTIVE_STREAMS_PRESENT = ClassUtils.isPresent("org.reactivestreams.Publisher",
			DeferredTypes.class.getClassLoader());

	private static final DeferredType STAGE = begun((result, stage) -> followStage((CompletionStage<?>) result, stage),
			null);

	private static final DeferredType FUTURE = begun(
			(result, stage) -> (result instanceof CompletionStage<?> completion) ? followStage(completion, stage)
					: new FollowedFuture<>((Future<?>) result, stage),
			"its span ends when somebody gets the result of the Future, or cancels it");

	private static final DeferredType FLOW_PUBLISHER = new Kind(false,
			(result, work) -> new FollowedFlowPublisher<>((Flow.Publisher<?>) result, work), null);

	private static final DeferredType ITERATOR = begun(
			(result, stage) -> FollowedIterator.of((Iterator<?>) result, stage), null);

	private static final DeferredType ITERABLE = new Kind(true, DeferredTypes::followIterable,
			"its span ends when somebody has iterated over the Iterable to its end");

	private static final DeferredType INPUT_STREAM = begun(
			(result, stage) -> new FollowedInputStream((InputStream) result, stage), null);

	private static final DeferredType STREAM = begun(
			(result, stage) -> FollowedStream.of((BaseStream<?, ?>) result, stage), null);

	private static final DeferredType SUBCLASS = begun(FollowedSubclass::of, null);

	private static final DeferredType HOLDER = begun(FollowedHolder::of, null);

	private DeferredTypes() {
	}

	/**
	 * The kind of results that a method returns.
	 * @param returnType what it is declared to return
	 * @return the kind, or {@code null} if a result is a value, or nothing that can be
	 * followed without changing its type
	 */
	public static @Nullable DeferredType find(Class<?> returnType) {
		if (CompletionStage.class.isAssignableFrom(returnType)) {
			return STAGE;
		}
		if (returnType == Future.class) {
			return FUTURE;
		}
		if (returnType == Flow.Publisher.class) {
			return FLOW_PUBLISHER;
		}
		if (returnType == Iterator.class) {
			return ITERATOR;
		}
		if (returnType == Iterable.class) {
			return ITERABLE;
		}
		if (returnType == InputStream.class) {
			return INPUT_STREAM;
		}
		if (FollowedStream.isFollowed(returnType)) {
			return STREAM;
		}
		if (FollowedHolder.isFollowed(returnType)) {
			return HOLDER;
		}
		if (FollowedSubclass.isFollowed(returnType)) {
			return SUBCLASS;
		}
		if (returnType.getName().equals(OfKotlinFlow.NAME)) {
			return OfKotlinFlow.INSTANCE;
		}
		return REACTIVE_STREAMS_PRESENT ? PublisherTypes.find(returnType) : null;
	}

	/**
	 * The kind of results that suspending functions return, as Spring calls them.
	 * @return the kind, or {@code null} if a library is missing
	 */
	public static @Nullable DeferredType suspended() {
		return REACTIVE_STREAMS_PRESENT && ReactorTypes.PRESENT
				&& ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", DeferredTypes.class.getClassLoader())
						? PublisherTypes.PUBLISHER : null;
	}

	/**
	 * The kind of results whose work has begun when they are there.
	 */
	private static DeferredType begun(BiFunction<Object, RunningStage, Object> follower, @Nullable String limit) {
		return new Kind(true, (result, work) -> follower.apply(result, work.begin(Context.current())), limit);
	}

	/**
	 * The same object, whatever it is: others may know it by that.
	 */
	private static Object followStage(CompletionStage<?> result, RunningStage stage) {
		FollowedCompletion.follow(result, stage);
		return result;
	}

	private static Object followIterable(Object result, DeferredWork work) {
		if (result instanceof Collection<?>) {
			// It has been made: a value.
			work.begin(Context.current()).complete(result);
			return result;
		}
		return FollowedIterable.of((Iterable<?>) result, work);
	}

	/**
	 * A kind of results, told by how they are followed.
	 */
	private record Kind(boolean beginsWithCall, BiFunction<Object, DeferredWork, Object> follower,
			@Nullable String limit) implements DeferredType {

		@Override
		public Object follow(Object result, DeferredWork work) {
			return this.follower.apply(result, work);
		}

	}

	/**
	 * Not by the way through Reactive Streams, on which a flow would lose its collector's
	 * context, its demand and its nulls.
	 */
	private enum OfKotlinFlow implements DeferredType {

		INSTANCE;

		/** By name, because coroutines may be absent. */
		static final String NAME = "kotlinx.coroutines.flow.Flow";

		@Override
		public boolean beginsWithCall() {
			return false;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return FollowedKotlinFlow.of(result, work);
		}

	}

	/**
	 * Linked only where Reactive Streams are there.
	 */
	private static final class PublisherTypes {

		static final DeferredType PUBLISHER = of(null);

		private static final String COROUTINES = "kotlinx.coroutines.";

		private static @Nullable DeferredType find(Class<?> returnType) {
			if (FollowedPublishers.isReplaceable(returnType)) {
				return PUBLISHER;
			}
			if (returnType.getName().startsWith(COROUTINES)) {
				// They do not survive the way through Reactive Streams.
				return null;
			}
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType);
			return (adapter != null && adapter.getReactiveType() == returnType && adapter.getDescriptor().isDeferred())
					? of(adapter) : null;
		}

		private static DeferredType of(@Nullable ReactiveAdapter adapter) {
			return new Kind(false, (result, work) -> FollowedPublishers.follow(result, work, adapter), null);
		}

	}

}
