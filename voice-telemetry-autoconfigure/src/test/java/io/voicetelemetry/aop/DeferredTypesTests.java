package io.voicetelemetry.aop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every type that can be subscribed to, in every situation: exactly the spans, outcomes,
 * texts, tokens and figures that there should be.
 */
class DeferredTypesTests {

	private static final AopTestContext context = AopTestContext.of(Beans.class);

	@AfterAll
	static void close() {
		context.close();
	}

	@TestFactory
	Stream<DynamicContainer> isFollowed() {
		return Arrays.stream(Type.values())
			.map((type) -> DynamicContainer.dynamicContainer(type.name(), Arrays.stream(Situation.values())
				.map((situation) -> DynamicTest.dynamicTest(situation.name(), () -> check(type, situation)))));
	}

	private static void check(Type type, Situation situation) {
		context.reset();
		List<Object> signals = drive(type, situation);
		// A single without a value is none.
		List<String> expected = (type == Type.SINGLE && situation == Situation.EMPTY) ? List.of("error")
				: type.kind.outcomes(situation);
		assertThat(context.spans()).extracting((span) -> attribute(span, TelemetryAttributes.OUTCOME.key()))
			.containsExactlyElementsOf(expected);
		assertThat(context.told()).hasSize(expected.size()).allSatisfy((metrics) -> {
			assertThat(metrics).isInstanceOf(LlmMetrics.class);
			LlmMetrics figures = (LlmMetrics) metrics;
			assertThat(figures.origin().outcome().value()).isEqualTo(expected.get(0));
			assertThat(figures.ttft().isPresent()).isEqualTo(type.kind == Kind.MANY && hasItem(situation));
			assertThat(figures.tokens().output().orElse(-1)).isEqualTo(outputTokens(type, situation));
		});
		assertThat(context.spans()).allSatisfy((span) -> {
			String text = text(type, situation);
			if (text == null) {
				assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES.key())).isNull();
			}
			else {
				assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("\"" + text + "\"");
			}
		});
		assertThat(signals).isEqualTo(signals(type, situation));
		assertThat(Context.current()).isSameAs(Context.root());
		assertThat(context.refusals()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Type.class)
	void asksTheSourceForNoMoreAndNoLess(Type type) {
		assertThat(demand(type, context.bean(StreamedTypes.class))).isEqualTo(demand(type, new StreamedTypes()));
	}

	private static List<Object> demand(Type type, StreamedTypes streamed) {
		List<Object> seen = new ArrayList<>();
		Flux<Piece> source = source(type, Situation.SLOW_CONSUMER).hide().doOnRequest(seen::add).doOnNext(seen::add);
		drive(type, Situation.SLOW_CONSUMER, type.call.apply(streamed, source));
		assertThat(seen).isNotEmpty();
		return seen;
	}

	private static boolean hasItem(Situation situation) {
		return switch (situation) {
			case ERROR_BEFORE_FIRST_ITEM, CANCEL_BEFORE, EMPTY -> false;
			default -> true;
		};
	}

	private static boolean isCutShort(Situation situation) {
		return situation == Situation.ERROR_AFTER || situation == Situation.CANCEL_AFTER;
	}

	private static long outputTokens(Type type, Situation situation) {
		if (type.kind == Kind.NONE || !hasItem(situation)) {
			return -1;
		}
		return (type.kind == Kind.MANY && isCutShort(situation)) ? 1 : 2;
	}

	private static String text(Type type, Situation situation) {
		if (type.kind == Kind.NONE || !hasItem(situation)) {
			return null;
		}
		return (type.kind == Kind.MANY && isCutShort(situation)) ? "On " : "On Tuesday";
	}

	/**
	 * What whoever subscribes gets without telemetry.
	 */
	private static List<Object> signals(Type type, Situation situation) {
		if (situation == Situation.NEVER_SUBSCRIBED) {
			return List.of();
		}
		List<Object> once = new ArrayList<>();
		if (hasItem(situation) && type.kind != Kind.NONE) {
			once.addAll((type.kind != Kind.MANY) ? List.of(Piece.WHOLE)
					: isCutShort(situation) ? List.of(Piece.FIRST) : List.of(Piece.FIRST, Piece.SECOND));
		}
		switch (situation) {
			case ERROR_BEFORE_FIRST_ITEM -> once.add("IllegalStateException");
			case ERROR_AFTER ->
				once.add((type.kind == Kind.MANY || type.kind == Kind.NONE) ? "IllegalStateException" : "complete");
			case CANCEL_BEFORE -> {
			}
			case CANCEL_AFTER -> {
				if (type.kind == Kind.ONE || type.kind == Kind.STAGE) {
					once.add("complete");
				}
			}
			case EMPTY -> once.add((type == Type.SINGLE) ? "NoSuchElementException" : "complete");
			default -> once.add("complete");
		}
		List<Object> all = new ArrayList<>(once);
		if (situation == Situation.SUBSCRIBED_TWICE) {
			all.addAll(once);
		}
		return all;
	}

	private static Flux<Piece> source(Type type, Situation situation) {
		Flux<Piece> items = (type.kind == Kind.MANY) ? Flux.just(Piece.FIRST, Piece.SECOND) : Flux.just(Piece.WHOLE);
		return switch (situation) {
			case ERROR_BEFORE_FIRST_ITEM -> Flux.error(new IllegalStateException());
			case ERROR_AFTER -> items.take(1).concatWith(Flux.error(new IllegalStateException()));
			case CANCEL_BEFORE -> Flux.never();
			case CANCEL_AFTER -> items.take(1).concatWith(Flux.never());
			case EMPTY -> Flux.empty();
			default -> items;
		};
	}

	private static List<Object> drive(Type type, Situation situation) {
		return drive(type, situation, type.call.apply(context.bean(StreamedTypes.class), source(type, situation)));
	}

	private static List<Object> drive(Type type, Situation situation, Object result) {
		List<Object> signals = new ArrayList<>();
		if (situation == Situation.NEVER_SUBSCRIBED) {
			return signals;
		}
		Consumer consumer = new Consumer(signals, situation);
		if (type == Type.PUBLISHER_OF_NOBODY) {
			@SuppressWarnings("unchecked")
			Publisher<Piece> publisher = (Publisher<Piece>) result;
			publisher.subscribe(consumer.withoutReactor());
		}
		else {
			flux(result).subscribe(consumer);
		}
		if (situation == Situation.CANCEL_BEFORE || situation == Situation.CANCEL_AFTER) {
			consumer.cancel();
			if (result instanceof CompletionStage<?> stage) {
				stage.toCompletableFuture().cancel(true);
			}
		}
		if (situation == Situation.SUBSCRIBED_TWICE) {
			flux(result).subscribe(new Consumer(signals, situation));
		}
		return signals;
	}

	@SuppressWarnings("unchecked")
	private static Flux<Object> flux(Object result) {
		if (result instanceof Publisher<?> publisher) {
			return Flux.from(publisher);
		}
		if (result instanceof Flow.Publisher<?> publisher) {
			return JdkFlowAdapter.flowPublisherToFlux((Flow.Publisher<Object>) publisher);
		}
		if (result instanceof CompletionStage<?> stage) {
			return Mono.fromCompletionStage((CompletionStage<Object>) stage).flux();
		}
		if (result instanceof Observable<?> observable) {
			return Flux.from(((Observable<Object>) observable).toFlowable(BackpressureStrategy.BUFFER));
		}
		if (result instanceof Single<?> single) {
			return Flux.from(((Single<Object>) single).toFlowable());
		}
		if (result instanceof Maybe<?> maybe) {
			return Flux.from(((Maybe<Object>) maybe).toFlowable());
		}
		return Flux.from(((Completable) result).toFlowable());
	}

	private static <T> T attribute(SpanData span, io.opentelemetry.api.common.AttributeKey<T> key) {
		return span.getAttributes().get(key);
	}

	/**
	 * How a type comes by its result.
	 */
	private enum Kind {

		MANY, ONE, NONE, STAGE;

		List<String> outcomes(Situation situation) {
			return switch (situation) {
				case ERROR_BEFORE_FIRST_ITEM -> List.of("error");
				case ERROR_AFTER -> List.of((this == MANY || this == NONE) ? "error" : "success");
				case CANCEL_BEFORE -> List.of("cancelled");
				case CANCEL_AFTER -> List.of((this == MANY || this == NONE) ? "cancelled" : "success");
				case NEVER_SUBSCRIBED -> (this == STAGE) ? List.of("success") : List.of();
				case SUBSCRIBED_TWICE -> (this == STAGE) ? List.of("success") : List.of("success", "success");
				default -> List.of("success");
			};
		}

	}

	private enum Type {

		FLUX(Kind.MANY, StreamedTypes::flux),

		UNFUSED_FLUX(Kind.MANY, StreamedTypes::unfusedFlux),

		MONO(Kind.ONE, StreamedTypes::mono),

		UNFUSED_MONO(Kind.ONE, StreamedTypes::unfusedMono),

		PUBLISHER_OF_REACTOR(Kind.MANY, StreamedTypes::publisherOfReactor),

		PUBLISHER(Kind.MANY, StreamedTypes::publisher),

		PUBLISHER_OF_NOBODY(Kind.MANY, StreamedTypes::publisherOfNobody),

		FLOW_PUBLISHER(Kind.MANY, StreamedTypes::flowPublisher),

		FLOWABLE(Kind.MANY, StreamedTypes::flowable),

		OBSERVABLE(Kind.MANY, StreamedTypes::observable),

		SINGLE(Kind.ONE, StreamedTypes::single),

		MAYBE(Kind.ONE, StreamedTypes::maybe),

		COMPLETABLE(Kind.NONE, StreamedTypes::completable),

		COMPLETION_STAGE(Kind.STAGE, StreamedTypes::completionStage),

		COMPLETABLE_FUTURE(Kind.STAGE, StreamedTypes::completableFuture);

		private final Kind kind;

		private final BiFunction<StreamedTypes, Flux<Piece>, Object> call;

		Type(Kind kind, BiFunction<StreamedTypes, Flux<Piece>, Object> call) {
			this.kind = kind;
			this.call = call;
		}

	}

	/**
	 * Notes the signals, and asks for one item at a time if it is slow.
	 */
	private static final class Consumer extends BaseSubscriber<Object> {

		private final List<Object> signals;

		private final Situation situation;

		Consumer(List<Object> signals, Situation situation) {
			this.signals = signals;
			this.situation = situation;
		}

		/**
		 * A subscriber that Reactor knows nothing of.
		 */
		org.reactivestreams.Subscriber<Object> withoutReactor() {
			return new org.reactivestreams.Subscriber<>() {

				@Override
				public void onSubscribe(Subscription subscription) {
					Consumer.this.onSubscribe(subscription);
				}

				@Override
				public void onNext(Object item) {
					Consumer.this.onNext(item);
				}

				@Override
				public void onError(Throwable error) {
					Consumer.this.onError(error);
				}

				@Override
				public void onComplete() {
					Consumer.this.onComplete();
				}

			};
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request((this.situation == Situation.SLOW_CONSUMER) ? 1 : Long.MAX_VALUE);
		}

		@Override
		protected void hookOnNext(Object item) {
			this.signals.add(item);
			request(1);
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.signals.add(error.getClass().getSimpleName());
		}

		@Override
		protected void hookOnComplete() {
			this.signals.add("complete");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		StreamedTypes streamedTypes() {
			return new StreamedTypes();
		}

	}

}
