package io.voicetelemetry.aop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Results that whoever asked for them pulls: streams, iterators, bytes, plain futures.
 */
class PulledTypesTests {

	private final AopTestContext context = AopTestContext.of(Beans.class);

	private final Model model = this.context.bean(Model.class);

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
		assertAnswer("success", "On Tuesday", 2);
	}

	@Test
	void failsWithAnIterator() {
		Iterator<Piece> answer = this.model.iterator(failingAfterFirst());
		answer.next();
		assertThatIllegalStateException().isThrownBy(answer::hasNext);
		assertAnswer("error", "On ", 1);
	}

	@Test
	void endsAnIteratorThatNobodyTakesToItsEndWithItsSession() {
		VoiceSession session = this.context.telemetry().session().id("call").start();
		session.run(() -> this.model.iterator(pieces()).next());
		assertThat(this.context.spans()).hasSize(2);
		assertThat(outcome("llm_request")).isEqualTo("cancelled");
	}

	@Test
	void cutsAnIteratorOffThatIsClosed() throws Exception {
		CloseableIterator source = new CloseableIterator(pieces());
		Iterator<Piece> answer = this.model.iterator(source);
		answer.next();
		assertThat(answer).isInstanceOf(AutoCloseable.class);
		((AutoCloseable) answer).close();
		assertThat(source.closed).isTrue();
		assertAnswer("cancelled", "On ", 1);
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
	void endsWithTheOperationThatTakesAStream() {
		Stream<Piece> answer = this.model.stream(Stream.of(Piece.FIRST, Piece.SECOND));
		Stream<String> texts = answer.map(Piece::text).filter((text) -> !text.isEmpty());
		assertThat(this.context.spans()).isEmpty();
		assertThat(texts.toList()).containsExactly("On ", "Tuesday");
		assertAnswer("success", "On Tuesday", 2);
	}

	@Test
	void endsWithTheIteratorOfAStream() {
		Iterator<Piece> answer = this.model.stream(Stream.of(Piece.FIRST, Piece.SECOND)).iterator();
		while (answer.hasNext()) {
			assertThat(this.context.spans()).isEmpty();
			answer.next();
		}
		assertAnswer("success", "On Tuesday", 2);
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
		assertAnswer("cancelled", "On ", 1);
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
		assertAnswer("error", "On ", 1);
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
	void countsTheBytesOfAStream() throws IOException {
		this.model.speak(audio()).readAllBytes();
		assertAudio(5);
	}

	@Test
	void countsBytesHoweverTheyAreRead() throws IOException {
		InputStream audio = this.model.speak(audio());
		audio.mark(2);
		assertThat(audio.read()).isEqualTo(1);
		audio.reset();
		assertThat(audio.read(new byte[2], 0, 1)).isOne();
		assertThat(audio.skip(1)).isOne();
		ByteArrayOutputStream rest = new ByteArrayOutputStream();
		assertThat(audio.transferTo(rest)).isEqualTo(3);
		assertThat(rest.toByteArray()).containsExactly(3, 4, 5);
		assertAudio(5);
	}

	@Test
	void cutsBytesOffThatNobodyWants() throws IOException {
		try (InputStream audio = this.model.speak(audio())) {
			assertThat(audio.readNBytes(2)).hasSize(2);
		}
		assertThat(outcome("tts_request")).isEqualTo("cancelled");
		assertThat(attribute(this.context.span("tts_request"), TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(2);
	}

	@Test
	void failsWithAStreamOfBytes() throws IOException {
		InputStream audio = this.model.speak(new SequenceInputStream(audio(), new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("gone");
			}

		}));
		assertThatExceptionOfType(IOException.class).isThrownBy(audio::readAllBytes);
		assertThat(outcome("tts_request")).isEqualTo("error");
		assertThat(attribute(this.context.span("tts_request"), TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(5);
	}

	@Test
	void recordsWhatAToolStreams() {
		assertThat(this.model.tool()).containsExactly("slot one, ", "slot two");
		assertThat(attribute(this.context.span("function_tool"), TelemetryAttributes.TOOL_CALL_RESULT))
			.contains("slot one, slot two");
	}

	@Test
	void takesNoNumberOfBytesForTheResultOfATool() throws IOException {
		assertThat(this.model.file().readAllBytes()).containsExactly(1, 2, 3, 4, 5);
		SpanData span = this.context.span("function_tool");
		assertThat(attribute(span, TelemetryAttributes.TOOL_CALL_RESULT)).isNull();
		assertThat(span.getAttributes().get(AttributeKey.stringKey("file"))).isNull();
	}

	@Test
	void leavesAStreamAloneThatCannotBeFollowed() {
		Stream<Piece> taken = Stream.of(Piece.FIRST);
		taken.iterator();
		assertThat(this.model.stream(taken)).isSameAs(taken);
		assertThat(outcome("llm_request")).isEqualTo("success");
		assertThat(this.context.refusals()).containsOnly(Map.entry(RefusalReason.INTERNAL_ERROR, 1L));
	}

	@Test
	void goesOnAfterATimeOutOfAStreamOfBytes() throws IOException {
		SlowAudio source = new SlowAudio();
		InputStream audio = this.model.speak(source);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(audio::read);
		source.ready = true;
		assertThat(audio.read()).isEqualTo(7);
		assertThat(this.context.spans()).isEmpty();
		source.ready = false;
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(audio::read);
		audio.close();
		assertThat(outcome("tts_request")).isEqualTo("error");
		assertThat(attribute(this.context.span("tts_request"), TelemetryAttributes.TTS_AUDIO_BYTES)).isOne();
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
		assertAnswer("success", "On Tuesday", 2);
	}

	@Test
	void isOverForWhoTakesOneMoreThanThereIsOfAStream() {
		Iterator<Piece> answer = this.model.stream(Stream.of(Piece.FIRST)).iterator();
		assertThat(answer).isEqualTo(answer).isNotEqualTo(pieces());
		assertThat(answer.next()).isEqualTo(Piece.FIRST);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(answer::remove);
		assertThat(this.context.spans()).isEmpty();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(answer::next);
		assertAnswer("success", "On ", 1);
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

	@Test
	void goesOnWithAFutureThatSomebodyWasInterruptedAt() throws Exception {
		PlainFuture source = new PlainFuture();
		Future<Piece> answer = this.model.future(source);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(answer::get);
		assertThat(this.context.spans()).isEmpty();
		source.completed.complete(Piece.WHOLE);
		assertThat(answer.get()).isSameAs(Piece.WHOLE);
		assertThat(outcome("llm_request")).isEqualTo("success");
	}

	@Test
	void endsWhenTheResultOfAFutureIsTaken() throws Exception {
		PlainFuture source = new PlainFuture();
		Future<Piece> answer = this.model.future(source);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(1, TimeUnit.MILLISECONDS));
		source.completed.complete(Piece.WHOLE);
		assertThat(answer.isDone()).isTrue();
		assertThat(this.context.spans()).isEmpty();
		assertThat(answer.get()).isSameAs(Piece.WHOLE);
		assertThat(answer.get(1, TimeUnit.SECONDS)).isSameAs(Piece.WHOLE);
		assertThat(attribute(this.context.span("llm_request"), TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(2);
	}

	@Test
	void failsWhenAFutureHasNoResult() {
		PlainFuture source = new PlainFuture();
		Future<Piece> answer = this.model.future(source);
		source.completed.completeExceptionally(new IllegalStateException());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(answer::get);
		assertThat(attribute(this.context.span("llm_request"), TelemetryAttributes.ERROR_TYPE))
			.isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void isCutOffWithAFuture() {
		Future<Piece> answer = this.model.future(new PlainFuture());
		assertThat(answer.cancel(true)).isTrue();
		assertThat(answer.cancel(true)).isFalse();
		assertThat(answer.isCancelled()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(answer::get);
		assertThat(outcome("llm_request")).isEqualTo("cancelled");
	}

	@Test
	void knowsAFutureThatSaysWhenItIsDone() {
		CompletableFuture<Piece> source = new CompletableFuture<>();
		assertThat(this.model.future(source)).isSameAs(source);
		source.complete(Piece.WHOLE);
		assertThat(outcome("llm_request")).isEqualTo("success");
	}

	private void assertAnswer(String outcome, String text, long tokens) {
		SpanData span = this.context.span("llm_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo(outcome);
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_MESSAGES)).contains("\"" + text + "\"");
		assertThat(attribute(span, TelemetryAttributes.OUTPUT_TOKENS)).isEqualTo(tokens);
		assertThat(this.context.told()).singleElement()
			.satisfies((metrics) -> assertThat(((LlmMetrics) metrics).ttft()).isPresent());
		assertThat(this.context.refusals()).isEmpty();
	}

	private void assertAudio(long bytes) {
		SpanData span = this.context.span("tts_request");
		assertThat(attribute(span, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(span, TelemetryAttributes.TTS_AUDIO_BYTES)).isEqualTo(bytes);
	}

	private String outcome(String name) {
		return attribute(this.context.span(name), TelemetryAttributes.OUTCOME);
	}

	private static <T> T attribute(SpanData span, TelemetryAttribute<T> attribute) {
		AttributeKey<T> key = attribute.key();
		return span.getAttributes().get(key);
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

	private static InputStream audio() {
		return new ByteArrayInputStream(new byte[] { 1, 2, 3, 4, 5 });
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

		@TracedLlmCall
		Stream<Piece> stream(Stream<Piece> source) {
			return source;
		}

		@TracedLlmCall
		Future<Piece> future(Future<Piece> source) {
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

		@TracedTool(attributes = "file=#{#result}")
		InputStream file() {
			return audio();
		}

		@TracedTts
		InputStream speak(InputStream source) {
			return source;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Model model() {
			return new Model();
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

	/**
	 * Bytes that do not always come in time.
	 */
	private static final class SlowAudio extends InputStream {

		private boolean ready;

		@Override
		public int read() throws IOException {
			if (!this.ready) {
				throw new SocketTimeoutException();
			}
			return 7;
		}

	}

	/**
	 * A future that cannot say when it is done.
	 */
	private static final class PlainFuture implements Future<Piece> {

		private final CompletableFuture<Piece> completed = new CompletableFuture<>();

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			return !this.completed.isDone() && this.completed.cancel(mayInterruptIfRunning);
		}

		@Override
		public boolean isCancelled() {
			return this.completed.isCancelled();
		}

		@Override
		public boolean isDone() {
			return this.completed.isDone();
		}

		@Override
		public Piece get() throws InterruptedException, ExecutionException {
			return this.completed.get();
		}

		@Override
		public Piece get(long timeout, TimeUnit unit)
				throws InterruptedException, ExecutionException, TimeoutException {
			return this.completed.get(timeout, unit);
		}

	}

}
