package io.voicetelemetry.stream;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;

/**
 * Follows publishers, and what Spring can make publishers of, where Reactive Streams are
 * there.
 *
 * @since 0.1
 */
public final class FollowedPublishers {

	/** By name, because Reactor may be absent. */
	private static final Set<String> REPLACEABLE = Set.of("org.reactivestreams.Publisher",
			"reactor.core.publisher.Mono", "reactor.core.publisher.Flux");

	private FollowedPublishers() {
	}

	/**
	 * Follows a publisher.
	 * @param <P> its type: {@code Mono}, {@code Flux} or {@code Publisher}
	 * @param source the publisher
	 * @param work the stage that each subscription is
	 * @return a publisher of the same type
	 */
	@SuppressWarnings("unchecked") // Each type is followed by its own.
	public static <P extends Publisher<?>> P follow(P source, DeferredWork work) {
		return (P) follow((Publisher<?>) source, work, false);
	}

	static boolean isReplaceable(Class<?> type) {
		return REPLACEABLE.contains(type.getName());
	}

	static Object follow(Object result, DeferredWork work, @Nullable ReactiveAdapter adapter) {
		if (adapter == null) {
			return follow((Publisher<?>) result, work, false);
		}
		return adapter.fromPublisher(follow(adapter.toPublisher(result), work, !adapter.isMultiValue()));
	}

	private static <T> Publisher<T> follow(Publisher<T> source, DeferredWork work, boolean single) {
		return ReactorTypes.PRESENT ? ReactorTypes.follow(source, work, single)
				: new FollowedPublisher<>(source, work, single);
	}

}
