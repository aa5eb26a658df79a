package io.voicetelemetry.aop;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What becomes of results that are pulled and of which nothing comes.
 */
class PulledSituationsTests {

	private static AopTestContext context;

	@BeforeAll
	static void start() {
		context = AopTestContext.of(Model.class);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static Stream<Arguments> situations() {
		return Arrays.stream(Type.values())
			.flatMap((type) -> Stream
				.of(Situation.EMPTY, Situation.ERROR_BEFORE_FIRST_ITEM, Situation.CANCEL_BEFORE,
						Situation.NEVER_SUBSCRIBED)
				.map((situation) -> Arguments.of(type, situation)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("situations")
	void endsOnceAsItWent(Type type, Situation situation) throws Exception {
		context.reset();
		VoiceSession session = context.telemetry().session().id(type + " " + situation).start();
		Object result;
		try (Scope scope = session.makeCurrent()) {
			result = type.answer(context.bean(Model.class), situation);
		}
		assertThat(context.spans()).isEmpty();
		switch (situation) {
			case EMPTY -> type.take(result);
			case ERROR_BEFORE_FIRST_ITEM -> assertThatException().isThrownBy(() -> type.take(result));
			case CANCEL_BEFORE -> type.cancel(result);
			default -> session.end("hangup");
		}
		String outcome = switch (situation) {
			case EMPTY -> "success";
			case ERROR_BEFORE_FIRST_ITEM -> "error";
			default -> "cancelled";
		};
		assertThat(context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTCOME.key()))
			.isEqualTo(outcome);
		assertThat(context.span("llm_request").getAttributes().get(TelemetryAttributes.TIME_TO_FIRST_CHUNK.key()))
			.isNull();
		assertThat(context.refusals()).isEmpty();
		if (session.isOpen()) {
			session.end("hangup");
		}
	}

	private enum Type {

		ITERATOR {

			@Override
			Object answer(Model model, Situation situation) {
				return model.iterator(new Pieces(situation));
			}

			@Override
			void take(Object result) {
				assertThat(((Iterator<?>) result).hasNext()).isFalse();
			}

		},

		ITERABLE {

			@Override
			Object answer(Model model, Situation situation) {
				return model.iterable(new Pieces(situation));
			}

			@Override
			void take(Object result) {
				assertThat(((Iterable<?>) result).iterator().hasNext()).isFalse();
			}

		},

		STREAM {

			@Override
			Object answer(Model model, Situation situation) {
				return model.stream((situation == Situation.ERROR_BEFORE_FIRST_ITEM) ? Stream.of(1).map((number) -> {
					throw new IllegalStateException();
				}) : Stream.empty());
			}

			@Override
			void take(Object result) {
				assertThat(((Stream<?>) result).toList()).isEmpty();
			}

		},

		INPUT_STREAM {

			@Override
			Object answer(Model model, Situation situation) {
				return model.bytes(new InputStream() {

					@Override
					public int read() throws IOException {
						if (situation == Situation.ERROR_BEFORE_FIRST_ITEM) {
							throw new IOException("gone");
						}
						return -1;
					}

				});
			}

			@Override
			void take(Object result) throws Exception {
				assertThat(((InputStream) result).read()).isEqualTo(-1);
			}

		},

		FUTURE {

			@Override
			Object answer(Model model, Situation situation) {
				Callable<Piece> work = () -> {
					if (situation == Situation.ERROR_BEFORE_FIRST_ITEM) {
						throw new IllegalStateException();
					}
					return null;
				};
				FutureTask<Piece> task = new FutureTask<>(work);
				if (situation == Situation.EMPTY || situation == Situation.ERROR_BEFORE_FIRST_ITEM) {
					task.run();
				}
				return model.future(task);
			}

			@Override
			void take(Object result) throws Exception {
				assertThat(((Future<?>) result).get()).isNull();
			}

			@Override
			void cancel(Object result) {
				assertThat(((Future<?>) result).cancel(true)).isTrue();
			}

		};

		abstract Object answer(Model model, Situation situation);

		abstract void take(Object result) throws Exception;

		void cancel(Object result) throws Exception {
			((AutoCloseable) result).close();
		}

	}

	static class Model {

		@TracedLlmCall
		Iterator<Piece> iterator(Iterator<Piece> source) {
			return source;
		}

		@TracedLlmCall
		Iterable<Piece> iterable(Iterable<Piece> source) {
			return source;
		}

		@TracedLlmCall
		Stream<?> stream(Stream<?> source) {
			return source;
		}

		@TracedLlmCall
		InputStream bytes(InputStream source) {
			return source;
		}

		@TracedLlmCall
		Future<Piece> future(Future<Piece> source) {
			return source;
		}

	}

	/**
	 * Nothing, or a failure.
	 */
	private record Pieces(Situation situation) implements Iterator<Piece>, Iterable<Piece>, AutoCloseable {

		@Override
		public Iterator<Piece> iterator() {
			return this;
		}

		@Override
		public boolean hasNext() {
			if (this.situation == Situation.ERROR_BEFORE_FIRST_ITEM) {
				throw new IllegalStateException();
			}
			return false;
		}

		@Override
		public Piece next() {
			throw new IllegalStateException();
		}

		@Override
		public void close() {
		}

	}

}
