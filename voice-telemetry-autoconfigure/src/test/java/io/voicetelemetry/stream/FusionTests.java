package io.voicetelemetry.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.VoiceSpan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.concurrent.Queues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators of Reactor's agree upon among themselves, they still do.
 */
@NotUnderJavaagent // It puts operators of its own in between, which do not fuse.
class FusionTests {

	private final List<Object> told = new CopyOnWriteArrayList<>();

	@BeforeEach
	void letReactorBeAsItIs() {
		// Boot switches it on for the process, and operators that restore contexts do not
		// fuse.
		Hooks.disableAutomaticContextPropagation();
	}

	@Test
	void fusesWithWhatIsThereAtOnce() {
		StepVerifier.create(follow(Flux.range(1, 3))).expectFusion(Fuseable.SYNC).expectNext(1, 2, 3).verifyComplete();
		assertThat(this.told).containsExactly(1, 2, 3, Outcome.SUCCESS);
	}

	@Test
	void fusesWithWhatComesLater() {
		Sinks.Many<Integer> sink = Sinks.unsafe().many().unicast().onBackpressureBuffer();
		StepVerifier.create(follow(sink.asFlux())).expectFusion(Fuseable.ASYNC).then(() -> {
			sink.tryEmitNext(1);
			sink.tryEmitNext(2);
			sink.tryEmitComplete();
		}).expectNext(1, 2).verifyComplete();
		assertThat(this.told).containsExactly(1, 2, Outcome.SUCCESS);
	}

	@Test
	void fusesMonos() {
		StepVerifier.create(FollowedPublishers.follow(Mono.fromCallable(() -> 1), TestStage.noting(this.told)))
			.expectFusion(Fuseable.SYNC)
			.expectNext(1)
			.verifyComplete();
		assertThat(this.told).containsExactly(Outcome.SUCCESS);
	}

	@Test
	void fusesWithNothingThatDoesNot() {
		Flux<Integer> unfused = follow(Flux.range(1, 3).hide());
		assertThat(unfused).isNotInstanceOf(Fuseable.class);
		assertThat(follow(Flux.range(1, 3))).isInstanceOf(Fuseable.class);
		StepVerifier.create(unfused).expectNoFusionSupport().expectNext(1, 2, 3).verifyComplete();
	}

	@Test
	void isOverWhenASharedQueueIsEmpty() {
		assertThat(follow(Flux.range(1, 100)).publishOn(Schedulers.immediate(), 10).collectList().block()).hasSize(100);
		assertThat(this.told).hasSize(101).endsWith(Outcome.SUCCESS);
	}

	@Test
	void readsWhatIsStillInTheQueueWhenTheSourceIsOver() {
		Queue<Integer> queue = Queues.<Integer>unbounded().get();
		Sinks.Many<Integer> sink = Sinks.unsafe().many().unicast().onBackpressureBuffer(queue);
		sink.tryEmitNext(1);
		sink.tryEmitNext(2);
		sink.tryEmitComplete();
		List<Integer> taken = new ArrayList<>();
		StepVerifier.create(follow(sink.asFlux()).publishOn(Schedulers.immediate()).doOnNext(taken::add), 1)
			.expectNext(1)
			.then(() -> assertThat(this.told).doesNotContain(Outcome.SUCCESS))
			.thenRequest(5)
			.expectNext(2)
			.verifyComplete();
		assertThat(this.told).containsExactly(1, 2, Outcome.SUCCESS);
	}

	@Test
	void readsAnItemThatWasTakenWhenTheSourceWasOver() {
		StepVerifier.create(follow(new OverAsTheLastIsTaken()))
			.expectFusion(Fuseable.ASYNC)
			.expectNext(1)
			.verifyComplete();
		assertThat(this.told).containsExactly(1, Outcome.SUCCESS);
	}

	@Test
	void isCutOffWithWhatIsStillInTheQueue() {
		Sinks.Many<Integer> sink = Sinks.unsafe().many().unicast().onBackpressureBuffer();
		sink.tryEmitNext(1);
		sink.tryEmitNext(2);
		StepVerifier.create(follow(sink.asFlux()).publishOn(Schedulers.immediate(), 1), 1)
			.expectNext(1)
			.thenCancel()
			.verify();
		assertThat(this.told).endsWith(Outcome.CANCELLED);
		assertThat(this.told.stream().filter(Outcome.class::isInstance)).hasSize(1);
	}

	@Test
	void failsWithAnOperatorOnTheQueue() {
		StepVerifier.create(follow(Flux.range(1, 3).map((number) -> 6 / (number - 2))))
			.expectFusion(Fuseable.SYNC)
			.expectNext(-6)
			.verifyError(ArithmeticException.class);
		assertThat(this.told).containsExactly(-6, Outcome.ERROR);
	}

	@Test
	void makesItemsOfAQueueInTheStage() {
		List<Boolean> inStage = new ArrayList<>();
		List<Boolean> downstream = new ArrayList<>();
		follow(Flux.range(1, 3).doOnNext((number) -> inStage.add(VoiceSpan.current().isMeasured())))
			.publishOn(Schedulers.immediate())
			.doOnNext((number) -> downstream.add(VoiceSpan.current().isMeasured()))
			.blockLast();
		assertThat(inStage).containsExactly(true, true, true);
		assertThat(downstream).containsExactly(false, false, false);
	}

	@Test
	void makesItemsInTheStageForWhoTakesThemOutOfTheQueue() {
		List<Boolean> inStage = new ArrayList<>();
		follow(Flux.range(1, 3).doOnNext((number) -> inStage.add(VoiceSpan.current().isMeasured())))
			.flatMapIterable((number) -> {
				inStage.add(VoiceSpan.current().isMeasured());
				return List.of(number);
			})
			.blockLast();
		assertThat(inStage).containsExactly(true, false, true, false, true, false);
	}

	@Test
	void letsAConditionalSubscriberSayWhatItTook() {
		AtomicReference<Subscription> subscription = new AtomicReference<>();
		List<Integer> taken = new ArrayList<>();
		Fuseable.ConditionalSubscriber<Integer> evenOnly = new Fuseable.ConditionalSubscriber<>() {

			@Override
			public boolean tryOnNext(Integer item) {
				if (item % 2 == 0) {
					taken.add(item);
				}
				return item % 2 == 0;
			}

			@Override
			public void onSubscribe(Subscription upstream) {
				subscription.set(upstream);
			}

			@Override
			public void onNext(Integer item) {
				throw new IllegalStateException("It should have been tried");
			}

			@Override
			public void onError(Throwable error) {
				throw new IllegalStateException(error);
			}

			@Override
			public void onComplete() {
			}

		};
		follow(Flux.range(1, 6)).subscribe((CoreSubscriber<Integer>) evenOnly);
		subscription.get().request(2);
		assertThat(taken).containsExactly(2, 4);
		assertThat(this.told).containsExactly(1, 2, 3, 4);
	}

	@Test
	void passesDemandOn() {
		List<Long> requested = new ArrayList<>();
		StepVerifier.create(follow(Flux.range(1, 10).hide().doOnRequest(requested::add)), 0)
			.thenRequest(2)
			.expectNext(1, 2)
			.thenRequest(3)
			.expectNext(3, 4, 5)
			.thenCancel()
			.verify();
		assertThat(requested).containsExactly(2L, 3L);
	}

	@Test
	void handsWhatIsDiscardedToWhoAskedForIt() {
		Flux<Integer> even = Flux.range(1, 4).filter((number) -> number % 2 == 0);
		for (Flux<Integer> source : List.of(even, even.hide())) {
			List<Integer> discarded = new ArrayList<>();
			assertThat(follow(source).doOnDiscard(Integer.class, discarded::add).collectList().block())
				.containsExactly(2, 4);
			assertThat(discarded).containsExactly(1, 3);
		}
	}

	@Test
	void canBeLookedThrough() {
		Flux<Integer> followed = follow(Flux.range(1, 3).name("answers"));
		assertThat(Scannable.from(followed).name()).isEqualTo("answers");
		assertThat(Scannable.from(followed).scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.SYNC);
		AtomicReference<Subscription> subscription = new AtomicReference<>();
		followed.subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription upstream) {
				subscription.set(upstream);
			}

		});
		Scannable inner = Scannable.from(subscription.get());
		assertThat(inner.scan(Scannable.Attr.TERMINATED)).isFalse();
		subscription.get().cancel();
		assertThat(inner.scan(Scannable.Attr.CANCELLED)).isTrue();
		assertThat(inner.scan(Scannable.Attr.ACTUAL)).isNotNull();
		assertThat(inner.scan(Scannable.Attr.PARENT)).isNotNull();
	}

	private Flux<Integer> follow(Flux<Integer> source) {
		return FollowedPublishers.follow(source, TestStage.noting(this.told));
	}

	/**
	 * A source that is over when its last item has left the queue and not arrived yet, as
	 * one on another thread may be.
	 */
	private static final class OverAsTheLastIsTaken extends Flux<Integer> implements Fuseable {

		@Override
		public void subscribe(CoreSubscriber<? super Integer> actual) {
			actual.onSubscribe(new Shared(actual));
			actual.onNext(null);
		}

		/**
		 * The queue, with one item.
		 */
		private static final class Shared implements QueueSubscription<Integer> {

			private final CoreSubscriber<? super Integer> actual;

			private boolean taken;

			Shared(CoreSubscriber<? super Integer> actual) {
				this.actual = actual;
			}

			@Override
			public int requestFusion(int requested) {
				return Fuseable.ASYNC;
			}

			@Override
			public Integer poll() {
				if (this.taken) {
					return null;
				}
				this.taken = true;
				this.actual.onComplete();
				return 1;
			}

			@Override
			public boolean isEmpty() {
				return this.taken;
			}

			@Override
			public int size() {
				return this.taken ? 0 : 1;
			}

			@Override
			public void clear() {
				this.taken = true;
			}

			@Override
			public void request(long count) {
			}

			@Override
			public void cancel() {
			}

		}

	}

}
