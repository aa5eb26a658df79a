package io.voicetelemetry.stream;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.ClassUtils;

/**
 * What is done where Reactor is there. Its types are linked only when a method is called.
 */
final class ReactorTypes {

	static final boolean PRESENT = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ReactorTypes.class.getClassLoader());

	private ReactorTypes() {
	}

	static boolean isCore(Subscriber<?> subscriber) {
		return subscriber instanceof CoreSubscriber;
	}

	/**
	 * Follows a publisher, which stays what it is if it is a {@code Mono} or a
	 * {@code Flux}.
	 */
	static <T> Publisher<T> follow(Publisher<T> source, DeferredWork work, boolean single) {
		if (source instanceof Mono<T> mono) {
			return FollowedMono.of(mono, work);
		}
		if (source instanceof Flux<T> flux) {
			return FollowedFlux.of(flux, work);
		}
		return new FollowedPublisher<>(source, work, single);
	}

	@SuppressWarnings("unchecked") // It takes at least what is published.
	static <T> void subscribe(Publisher<T> source, DeferredWork work, boolean single, Subscriber<? super T> actual) {
		CoreSubscriber<T> core = (CoreSubscriber<T>) actual;
		new FollowedCoreSubscriber.Plain<>(core, work, single).subscribeTo(source);
	}

}
