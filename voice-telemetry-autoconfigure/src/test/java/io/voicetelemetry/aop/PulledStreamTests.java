package io.voicetelemetry.aop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Streams of the JDK that whoever asked for them takes from.
 */
class PulledStreamTests {

	private final AopTestContext context = AopTestContext.of(Model.class);

	private final Model model = this.context.bean(Model.class);

	private final PulledSpans spans = new PulledSpans(this.context);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void endsWithTheOperationThatTakesAStream() {
		Stream<Piece> answer = this.model.stream(Stream.of(Piece.FIRST, Piece.SECOND));
		Stream<String> texts = answer.map(Piece::text).filter((text) -> !text.isEmpty());
		assertThat(this.context.spans()).isEmpty();
		assertThat(texts.toList()).containsExactly("On ", "Tuesday");
		this.spans.assertAnswer("success", "On Tuesday", 2);
	}

	@Test
	void endsWithTheIteratorOfAStream() {
		Iterator<Piece> answer = this.model.stream(Stream.of(Piece.FIRST, Piece.SECOND)).iterator();
		while (answer.hasNext()) {
			assertThat(this.context.spans()).isEmpty();
			answer.next();
		}
		this.spans.assertAnswer("success", "On Tuesday", 2);
	}

	@Test
	void cutsAStreamOffThatIsClosed() {
		AtomicInteger closed = new AtomicInteger();
		try (Stream<Piece> answer = this.model
			.stream(Stream.of(Piece.FIRST, Piece.SECOND).onClose(closed::incrementAndGet))
			.onClose(closed::incrementAndGet)) {
			assertThat(answer.iterator().next()).isEqualTo(Piece.FIRST);
		}
		assertThat(closed).hasValue(2);
		this.spans.assertAnswer("cancelled", "On ", 1);
	}

	@Test
	void failsWithAStream() {
		Stream<Piece> answer = this.model.stream(Stream.of(1, 2).map((number) -> {
			if (number == 2) {
				throw new IllegalStateException();
			}
			return Piece.FIRST;
		}));
		assertThatIllegalStateException().isThrownBy(answer::toList);
		this.spans.assertAnswer("error", "On ", 1);
	}

	@Test
	void leavesAStreamLazyAndSized() {
		AtomicInteger made = new AtomicInteger();
		Stream<Piece> endless = Stream.generate(() -> {
			made.incrementAndGet();
			return Piece.FIRST;
		});
		assertThat(this.model.stream(endless.flatMap((piece) -> Stream.of(piece, piece))).limit(3).count())
			.isEqualTo(3);
		assertThat(made.get()).isLessThan(5);
		Stream<Piece> parallel = this.model.stream(List.of(Piece.FIRST, Piece.SECOND).parallelStream());
		assertThat(parallel.isParallel()).isTrue();
		Spliterator<Piece> spliterator = parallel.spliterator();
		assertThat(spliterator.hasCharacteristics(Spliterator.SIZED)).isTrue();
		List<Piece> taken = new ArrayList<>();
		Spliterator<Piece> half = spliterator.trySplit();
		half.forEachRemaining(taken::add);
		assertThat(this.context.spans()).hasSize(1);
		spliterator.forEachRemaining(taken::add);
		assertThat(this.context.spans()).hasSize(2);
		assertThat(taken).hasSize(2);
	}

	@Test
	void followsStreamsOfNumbers() {
		assertThat(this.model.ints().map((number) -> number * 2).sum()).isEqualTo(12);
		assertThat(this.model.longs().boxed().toList()).containsExactly(1L, 2L);
		assertThat(this.model.doubles().iterator().nextDouble()).isEqualTo(0.5);
		assertThat(this.context.spans()).hasSize(2)
			.allSatisfy((span) -> assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success"));
	}

	@Test
	void recordsWhatAToolStreams() {
		assertThat(this.model.tool()).containsExactly("slot one, ", "slot two");
		assertThat(attribute(this.context.span("function_tool"), TelemetryAttributes.TOOL_CALL_RESULT))
			.contains("slot one, slot two");
	}

	@Test
	void leavesAStreamAloneThatCannotBeFollowed() {
		Stream<Piece> taken = Stream.of(Piece.FIRST);
		taken.iterator();
		assertThat(this.model.stream(taken)).isSameAs(taken);
		assertThat(this.spans.outcome("llm_request")).isEqualTo("success");
		assertThat(this.context.refusals()).containsOnly(Map.entry(RefusalReason.INTERNAL_ERROR, 1L));
	}

	@Test
	void isOverForWhoTakesOneMoreThanThereIsOfAStream() {
		Iterator<Piece> answer = this.model.stream(Stream.of(Piece.FIRST)).iterator();
		assertThat(answer).isEqualTo(answer).isNotEqualTo(List.of(Piece.FIRST).iterator());
		assertThat(answer.next()).isEqualTo(Piece.FIRST);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(answer::remove);
		assertThat(this.context.spans()).isEmpty();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(answer::next);
		this.spans.assertAnswer("success", "On ", 1);
	}

	@Test
	void readsWhatComesOfAParallelStream() {
		List<Piece> pieces = Collections.nCopies(1000, Piece.FIRST);
		assertThat(this.model.stream(pieces.parallelStream()).map(Piece::text).toList()).hasSize(1000);
		SpanData span = this.context.span("llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("On ".repeat(100));
		assertThat(this.context.refusals()).isEmpty();
	}

	static class Model {

		@TracedLlmCall
		Stream<Piece> stream(Stream<Piece> source) {
			return source;
		}

		@TracedTool
		IntStream ints() {
			return IntStream.of(1, 2, 3);
		}

		@TracedTool
		LongStream longs() {
			return LongStream.of(1, 2);
		}

		@TracedTool
		DoubleStream doubles() {
			return DoubleStream.of(0.5, 1);
		}

		@TracedTool
		Stream<String> tool() {
			return Stream.of("slot one, ", "slot two");
		}

	}

}
