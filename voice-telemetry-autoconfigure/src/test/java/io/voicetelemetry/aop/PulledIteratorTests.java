package io.voicetelemetry.aop;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;

import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Iterators and iterables that whoever asked for them goes through.
 */
class PulledIteratorTests {

	private final AopTestContext context = AopTestContext.of(Model.class);

	private final Model model = this.context.bean(Model.class);

	private final PulledSpans spans = new PulledSpans(this.context);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void endsWithTheLastItemOfAnIterator() {
		Iterator<Piece> answer = this.model.iterator(pieces());
		assertThat(answer.next()).isEqualTo(Piece.FIRST);
		assertThat(answer.next()).isEqualTo(Piece.SECOND);
		assertThat(this.context.spans()).isEmpty();
		assertThat(answer.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(answer::next);
		this.spans.assertAnswer("success", "On Tuesday", 2);
	}

	@Test
	void failsWithAnIterator() {
		Iterator<Piece> answer = this.model.iterator(failingAfterFirst());
		answer.next();
		assertThatIllegalStateException().isThrownBy(answer::hasNext);
		this.spans.assertAnswer("error", "On ", 1);
	}

	@Test
	void endsAnIteratorThatNobodyTakesToItsEndWithItsSession() {
		VoiceSession session = this.context.telemetry().session().id("call").start();
		session.run(() -> this.model.iterator(pieces()).next());
		assertThat(this.context.spans()).hasSize(2);
		assertThat(this.spans.outcome("llm_request")).isEqualTo("cancelled");
	}

	@Test
	void cutsAnIteratorOffThatIsClosed() throws Exception {
		CloseableIterator source = new CloseableIterator(pieces());
		Iterator<Piece> answer = this.model.iterator(source);
		answer.next();
		assertThat(answer).isInstanceOf(AutoCloseable.class);
		((AutoCloseable) answer).close();
		assertThat(source.closed).isTrue();
		this.spans.assertAnswer("cancelled", "On ", 1);
	}

	@Test
	void makesASpanForEachIteration() {
		Iterable<Piece> answer = this.model.iterable(() -> pieces());
		assertThat(answer).containsExactly(Piece.FIRST, Piece.SECOND);
		assertThat(answer).containsExactly(Piece.FIRST, Piece.SECOND);
		assertThat(this.context.spans()).hasSize(2)
			.allSatisfy((span) -> assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success"));
	}

	@Test
	void takesAListForAValue() {
		List<Piece> list = List.of(Piece.FIRST, Piece.SECOND);
		assertThat(this.model.iterable(list)).isSameAs(list);
		assertThat(this.context.spans()).hasSize(1);
		assertThat(this.model.list(list)).isSameAs(list);
		assertThat(this.context.spans()).hasSize(2);
		assertThat(this.context.refusals()).isEmpty();
	}

	@Test
	void closesIteratorsAsTheyWereToBeClosed() throws Exception {
		AtomicInteger closed = new AtomicInteger();
		Iterator<Piece> answer = this.model.iterator(new CloseableAsFiles(pieces(), closed));
		assertThat(answer).isInstanceOf(java.io.Closeable.class);
		((java.io.Closeable) answer).close();
		Iterable<Piece> again = this.model.iterable(new CloseableAsFiles(pieces(), closed));
		assertThat(again.iterator().next()).isEqualTo(Piece.FIRST);
		((java.io.Closeable) again).close();
		assertThat(closed).hasValue(2);
		assertThat(this.context.spans()).hasSize(2)
			.allSatisfy((span) -> assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("cancelled"));
	}

	@Test
	void leavesAnIterableSized() {
		List<Piece> list = List.of(Piece.FIRST, Piece.SECOND);
		Iterable<Piece> source = new Iterable<>() {

			@Override
			public Iterator<Piece> iterator() {
				return list.iterator();
			}

			@Override
			public Spliterator<Piece> spliterator() {
				return list.spliterator();
			}

		};
		Spliterator<Piece> answer = this.model.iterable(source).spliterator();
		assertThat(answer.getExactSizeIfKnown()).isEqualTo(2);
		answer.forEachRemaining((piece) -> {
		});
		this.spans.assertAnswer("success", "On Tuesday", 2);
	}

	private static Iterator<Piece> pieces() {
		return List.of(Piece.FIRST, Piece.SECOND).iterator();
	}

	private static Iterator<Piece> failingAfterFirst() {
		return new Iterator<>() {

			private boolean first = true;

			@Override
			public boolean hasNext() {
				if (!this.first) {
					throw new IllegalStateException();
				}
				return true;
			}

			@Override
			public Piece next() {
				this.first = false;
				return Piece.FIRST;
			}

		};
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
		List<Piece> list(List<Piece> source) {
			return source;
		}

	}

	/**
	 * An iterator that has to be closed, as those of databases and HTTP clients have.
	 */
	private static final class CloseableIterator implements Iterator<Piece>, AutoCloseable {

		private final Iterator<Piece> pieces;

		private boolean closed;

		CloseableIterator(Iterator<Piece> pieces) {
			this.pieces = pieces;
		}

		@Override
		public boolean hasNext() {
			return this.pieces.hasNext();
		}

		@Override
		public Piece next() {
			return this.pieces.next();
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	/**
	 * Pieces that are closed as files are.
	 */
	private record CloseableAsFiles(Iterator<Piece> pieces,
			AtomicInteger closed) implements Iterator<Piece>, Iterable<Piece>, java.io.Closeable {

		@Override
		public Iterator<Piece> iterator() {
			return this.pieces;
		}

		@Override
		public boolean hasNext() {
			return this.pieces.hasNext();
		}

		@Override
		public Piece next() {
			return this.pieces.next();
		}

		@Override
		public void close() {
			this.closed.incrementAndGet();
		}

	}

}
