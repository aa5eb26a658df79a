package io.voicetelemetry.stream;

import java.io.InputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
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
			return OfStage.INSTANCE;
		}
		if (returnType == Future.class) {
			return OfFuture.INSTANCE;
		}
		if (returnType == Flow.Publisher.class) {
			return OfFlowPublisher.INSTANCE;
		}
		if (returnType == Iterator.class) {
			return OfIterator.INSTANCE;
		}
		if (returnType == Iterable.class) {
			return OfIterable.INSTANCE;
		}
		if (returnType == InputStream.class) {
			return OfInputStream.INSTANCE;
		}
		if (FollowedStream.isFollowed(returnType)) {
			return OfStream.INSTANCE;
		}
		if (FollowedHolder.isFollowed(returnType)) {
			return OfHolder.INSTANCE;
		}
		if (FollowedSubclass.isFollowed(returnType)) {
			return OfSubclass.INSTANCE;
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
	 * The same object, whatever it is: others may know it by that.
	 */
	private enum OfStage implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			RunningStage stage = work.begin(Context.current());
			try {
				((CompletionStage<?>) result).whenComplete((value, error) -> {
					if (error != null) {
						stage.fail(Causes.of(error));
					}
					else {
						stage.complete(value);
					}
				});
			}
			catch (Throwable ex) {
				// It cannot be waited for.
				stage.complete();
			}
			return result;
		}

	}

	private enum OfFuture implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return (result instanceof CompletionStage<?>) ? OfStage.INSTANCE.follow(result, work)
					: new FollowedFuture<>((Future<?>) result, work.begin(Context.current()));
		}

		@Override
		public String limit() {
			return "its span ends when somebody gets the result of the Future, or cancels it";
		}

	}

	private enum OfFlowPublisher implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return false;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return new FollowedFlowPublisher<>((Flow.Publisher<?>) result, work);
		}

	}

	private enum OfIterator implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return FollowedIterator.of((Iterator<?>) result, work.begin(Context.current()));
		}

	}

	private enum OfIterable implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			if (result instanceof Collection<?>) {
				// It has been made: a value.
				work.begin(Context.current()).complete(result);
				return result;
			}
			return FollowedIterable.of((Iterable<?>) result, work);
		}

		@Override
		public String limit() {
			return "its span ends when somebody has iterated over the Iterable to its end";
		}

	}

	private enum OfInputStream implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return new FollowedInputStream((InputStream) result, work.begin(Context.current()));
		}

	}

	private enum OfStream implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return FollowedStream.of((BaseStream<?, ?>) result, work.begin(Context.current()));
		}

	}

	private enum OfHolder implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return FollowedHolder.of(result, work.begin(Context.current()));
		}

	}

	private enum OfSubclass implements DeferredType {

		INSTANCE;

		@Override
		public boolean beginsWithCall() {
			return true;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return FollowedSubclass.of(result, work.begin(Context.current()));
		}

	}

	/**
	 * Linked only where Reactive Streams are there.
	 */
	private static final class PublisherTypes {

		static final DeferredType PUBLISHER = new OfPublisher(null);

		private static final String COROUTINES = "kotlinx.coroutines.";

		private static @Nullable DeferredType find(Class<?> returnType) {
			if (FollowedPublishers.isReplaceable(returnType)) {
				return PUBLISHER;
			}
			if (returnType.getName().startsWith(COROUTINES)) {
				// They do not survive the way through Reactive Streams: a Flow would lose
				// its collector's context, its demand and its nulls.
				return null;
			}
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType);
			return (adapter != null && adapter.getReactiveType() == returnType && adapter.getDescriptor().isDeferred())
					? new OfPublisher(adapter) : null;
		}

	}

	private record OfPublisher(@Nullable ReactiveAdapter adapter) implements DeferredType {

		@Override
		public boolean beginsWithCall() {
			return false;
		}

		@Override
		public Object follow(Object result, DeferredWork work) {
			return FollowedPublishers.follow(result, work, this.adapter);
		}

	}

}
