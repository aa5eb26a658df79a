package io.voicetelemetry.integration.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.resilience.ModelClient.Piece;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * How a request is tried again, and what is to be seen of it.
 *
 * @param retrier who tries again
 * @param place where the annotated method stands
 * @param type how the answer comes
 * @param course how it goes
 */
record RetryCase(Retrier retrier, Place place, Type type, Course course) {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration NEVER = Duration.ofMinutes(5);

	private static final String FAILS_AFTER_A_PIECE = """
			{"choices":[{"index":0,"delta":{"content":"At "}}],"usage":{"prompt_tokens":10,"completion_tokens":1}}""";

	boolean isPossible() {
		return switch (this.course) {
			case SECOND_SUCCEEDS, ALL_FAIL -> !leavesTheCall();
			case CANCELLED_IN_THE_SECOND -> isRetried() && !leavesTheCall();
			case FAILS_AFTER_THE_FIRST_PIECE -> this.type.comesInPieces();
		};
	}

	/**
	 * A thread of Resilience4j's asks for a future again, and knows of no call.
	 */
	private boolean leavesTheCall() {
		return this.retrier == Retrier.RESILIENCE4J && this.type == Type.FUTURE && this.place == Place.INSIDE_THE_RETRY;
	}

	/**
	 * Whether the framework sees how it fails.
	 */
	private boolean isRetried() {
		return (this.course != Course.FAILS_AFTER_THE_FIRST_PIECE || this.type == Type.FLUX)
				&& (this.retrier != Retrier.SPRING || this.type != Type.FUTURE);
	}

	int tries() {
		return !isRetried() ? 1 : (this.course == Course.ALL_FAIL) ? 3 : 2;
	}

	boolean succeeds() {
		return isRetried() && this.course != Course.ALL_FAIL && this.course != Course.CANCELLED_IN_THE_SECOND;
	}

	EndpointAnswer[] answers() {
		EndpointAnswer failed = (this.course == Course.FAILS_AFTER_THE_FIRST_PIECE)
				? EndpointAnswer.events(FAILS_AFTER_A_PIECE, "{\"error\":{}}") : EndpointAnswer.error(503, "busy");
		EndpointAnswer[] answers = new EndpointAnswer[tries()];
		Arrays.fill(answers, failed);
		if (this.course == Course.CANCELLED_IN_THE_SECOND) {
			EndpointAnswer text = EndpointAnswer.text("At ", "nine.");
			answers[1] = this.type.comesInPieces() ? text.endless() : text.after(NEVER);
		}
		else if (succeeds()) {
			answers[1] = EndpointAnswer.text("At ", "nine.").usage(12, 3);
		}
		return answers;
	}

	String bean() {
		return switch (this.place) {
			case SAME_METHOD -> this.retrier + "_TRACED";
			case INSIDE_THE_RETRY -> this.retrier + "_AROUND_TRACED";
			case AROUND_THE_RETRY -> "TRACED_AROUND_" + this.retrier;
		};
	}

	/**
	 * What the caller gets, who has had the piece that came before it failed.
	 */
	String text() {
		return (this.course == Course.FAILS_AFTER_THE_FIRST_PIECE) ? "At At nine." : "At nine.";
	}

	/**
	 * What is known of a try to have been of no use is not the answer.
	 */
	String recordedText() {
		return (this.place == Place.AROUND_THE_RETRY) ? text() : "At nine.";
	}

	private List<String> tryOutcomes() {
		List<String> outcomes = new ArrayList<>();
		for (int i = 1; i < tries(); i++) {
			outcomes.add("error");
		}
		outcomes.add((this.course == Course.CANCELLED_IN_THE_SECOND) ? "cancelled" : succeeds() ? "success" : "error");
		return outcomes;
	}

	List<String> requestOutcomes() {
		List<String> outcomes = tryOutcomes();
		return (this.place == Place.INSIDE_THE_RETRY) ? outcomes : List.of(outcomes.get(outcomes.size() - 1));
	}

	List<String> runOutcomes() {
		return (this.place == Place.SAME_METHOD && tries() > 1) ? tryOutcomes() : List.of();
	}

	boolean tellsFirstToken() {
		return this.type.comesInPieces() && this.course != Course.ALL_FAIL;
	}

	@Nullable Long inputTokens() {
		if (this.course == Course.FAILS_AFTER_THE_FIRST_PIECE) {
			return !isRetried() ? 10L : (this.place == Place.SAME_METHOD) ? 22L : 12L;
		}
		return succeeds() ? 12L : null;
	}

	/** Who tries again. */
	enum Retrier {

		SPRING, RESILIENCE4J

	}

	/** Where the annotated method stands. */
	enum Place {

		/** It is the method that is tried again. */
		SAME_METHOD,

		/** It is called once more with each try. */
		INSIDE_THE_RETRY,

		/** It calls what is tried again. */
		AROUND_THE_RETRY

	}

	enum Course {

		SECOND_SUCCEEDS, ALL_FAIL, CANCELLED_IN_THE_SECOND, FAILS_AFTER_THE_FIRST_PIECE

	}

	/** How the answer comes. */
	enum Type {

		VALUE {
			@Override
			List<Piece> take(AskedModel model) throws Exception {
				return List.of(model.value());
			}

			@Override
			void cutOff(AskedModel model, Runnable second) {
				Thread caller = Thread.currentThread();
				CompletableFuture<Void> interrupt = CompletableFuture.runAsync(second).thenRun(caller::interrupt);
				Assertions.assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> take(model));
				interrupt.join();
			}
		},

		FUTURE {
			@Override
			List<Piece> take(AskedModel model) {
				return List.of(model.future().join());
			}

			@Override
			void cutOff(AskedModel model, Runnable second) {
				CompletableFuture<Piece> future = model.future();
				second.run();
				future.cancel(true);
			}
		},

		MONO {
			@Override
			List<Piece> take(AskedModel model) {
				return model.mono().map(List::of).blockOptional(PATIENCE).orElseThrow();
			}

			@Override
			void cutOff(AskedModel model, Runnable second) {
				Disposable subscription = model.mono().subscribe();
				second.run();
				subscription.dispose();
			}
		},

		FLUX {
			@Override
			List<Piece> take(AskedModel model) {
				return model.flux().collectList().blockOptional(PATIENCE).orElseThrow();
			}

			@Override
			void cutOff(AskedModel model, Runnable second) {
				model.flux().take(1).blockLast(PATIENCE);
			}
		},

		STREAM {
			@Override
			List<Piece> take(AskedModel model) throws Exception {
				try (Stream<Piece> stream = model.stream()) {
					return stream.toList();
				}
			}

			@Override
			void cutOff(AskedModel model, Runnable second) throws Exception {
				try (Stream<Piece> stream = model.stream()) {
					stream.iterator().next();
				}
			}
		},

		ITERATOR {
			@Override
			List<Piece> take(AskedModel model) throws Exception {
				List<Piece> pieces = new ArrayList<>();
				model.iterator().forEachRemaining(pieces::add);
				return pieces;
			}

			@Override
			void cutOff(AskedModel model, Runnable second) throws Exception {
				Iterator<Piece> left = model.iterator();
				left.next();
			}
		};

		abstract List<Piece> take(AskedModel model) throws Exception;

		abstract void cutOff(AskedModel model, Runnable second) throws Exception;

		boolean comesInPieces() {
			return this == FLUX || this == STREAM || this == ITERATOR;
		}

	}

}
