package io.voicetelemetry.benchmarks;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.DeferredType;
import io.voicetelemetry.stream.DeferredTypes;
import io.voicetelemetry.stream.DeferredWork;
import io.voicetelemetry.stream.ItemReaders;
import io.voicetelemetry.stream.ItemReading;
import io.voicetelemetry.stream.RunningStage;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * What a piece of a streamed answer costs as it passes: it comes from a thread of the
 * provider, is a text, and is counted on the span of the request, whose content is not
 * captured.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class StreamBenchmark {

	private static final int CHUNKS = 10_000;

	private static final List<String> TEXTS = List.of("On ", "Tues", "day ", "at ", "nine", ".");

	/** What is done with the stream. */
	@Param({ "PLAIN", "DO_ON_NEXT", "FOLLOWED" })
	public String way;

	private final VoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build())
		.build();

	private final Source fluxSource = new Source();

	private final Source publisherSource = new Source();

	private final Consumer consumer = new Consumer();

	@Setup(Level.Iteration)
	public void subscribe() {
		Flux<String> flux = switch (this.way) {
			case "FOLLOWED" -> this.<Flux<String>>followed(Flux.class, this.fluxSource);
			case "DO_ON_NEXT" -> this.fluxSource.doOnNext(this.consumer::count);
			default -> this.fluxSource;
		};
		flux.subscribe(this.consumer);
		Publisher<String> publisher = this.publisherSource::subscribe;
		(this.way.equals("FOLLOWED") ? this.<Publisher<String>>followed(Publisher.class, publisher) : publisher)
			.subscribe(this.consumer);
	}

	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public long flux() {
		return this.fluxSource.emit(this.consumer);
	}

	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public long publisher() {
		return this.publisherSource.emit(this.consumer);
	}

	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public long iterator() {
		Iterator<String> texts = new Texts();
		if (this.way.equals("FOLLOWED")) {
			texts = this.<Iterator<String>>followed(Iterator.class, texts);
		}
		long characters = 0;
		while (texts.hasNext()) {
			characters += texts.next().length();
		}
		return characters;
	}

	@SuppressWarnings("unchecked") // It stays what it is.
	private <T> T followed(Class<?> declared, T source) {
		DeferredType type = Objects.requireNonNull(DeferredTypes.find(declared));
		ItemReaders readers = new ItemReaders("the benchmark", List::of, FenceReports.NONE);
		DeferredWork work = (where) -> new Request(this.telemetry, readers);
		return (T) type.follow(source, work);
	}

	/**
	 * The stage of a request to a model.
	 */
	private static final class Request extends RunningStage {

		private final VoiceSpan span;

		private final ItemReaders readers;

		Request(VoiceTelemetry telemetry, ItemReaders readers) {
			this(telemetry.start(Stage.LLM_REQUEST, null), telemetry, readers);
		}

		private Request(VoiceSpan span, VoiceTelemetry telemetry, ItemReaders readers) {
			super(span.context(), telemetry, null);
			this.span = span;
			this.readers = readers;
		}

		@Override
		protected ItemReading begin(Object first) {
			return this.readers.begin(this.span, String.class, first);
		}

		@Override
		protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
				@Nullable Throwable error) {
			this.span.end();
		}

	}

	/**
	 * A provider whose answer comes when it likes.
	 */
	private static final class Source extends Flux<String> {

		private @Nullable Subscriber<? super String> subscriber;

		@Override
		public void subscribe(CoreSubscriber<? super String> actual) {
			this.subscriber = actual;
			actual.onSubscribe(Operators.emptySubscription());
		}

		long emit(Consumer consumer) {
			Subscriber<? super String> subscriber = Objects.requireNonNull(this.subscriber);
			for (int i = 0; i < CHUNKS; i++) {
				subscriber.onNext(TEXTS.get(i % 6));
			}
			return consumer.characters;
		}

	}

	/**
	 * Counts characters.
	 */
	private static final class Consumer implements CoreSubscriber<String> {

		private long characters;

		private long counted;

		void count(String text) {
			this.counted += text.length();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(String text) {
			this.characters += text.length();
		}

		@Override
		public void onError(Throwable error) {
			throw new IllegalStateException(error);
		}

		@Override
		public void onComplete() {
		}

	}

	/**
	 * The pieces of an answer.
	 */
	private static final class Texts implements Iterator<String> {

		private int next;

		@Override
		public boolean hasNext() {
			return this.next < CHUNKS;
		}

		@Override
		public String next() {
			return TEXTS.get(this.next++ % 6);
		}

	}

}
