package io.voicetelemetry.benchmarks;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.session.LlmResult;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.DeferredType;
import io.voicetelemetry.stream.DeferredTypes;
import io.voicetelemetry.stream.DeferredWork;
import io.voicetelemetry.stream.ItemReaders;
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
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * What a piece of a streamed answer costs as it passes: it is a text, and is counted on
 * the span of the request, whose content is not captured. It comes from a thread of the
 * provider, unless the benchmark's name says otherwise.
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

	/** Whether the process has followed streams of all kinds before. */
	@Param({ "false", "true" })
	public boolean amongOthers;

	private final List<String> answer = Stream.generate(TEXTS::stream)
		.flatMap(Function.identity())
		.limit(CHUNKS)
		.toList();

	private final VoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build())
		.build();

	private final Source fluxSource = new Source();

	private final Source publisherSource = new Source();

	private long others;

	private final CharacterConsumer consumer = new CharacterConsumer();

	private @Nullable Iterator<String> texts;

	private final FusedCharacterConsumer fusedConsumer = new FusedCharacterConsumer();

	@Setup(Level.Trial)
	public void followOthers() {
		if (this.amongOthers) {
			for (int i = 0; i < 20; i++) {
				followAll(Stage.LLM_REQUEST, this.answer);
				followAll(Stage.LLM_NODE, this.answer);
				followAll(Stage.OPERATION, this.answer);
				followAll(Stage.TTS_REQUEST, Collections.nCopies(CHUNKS, new byte[32]));
				followAll(Stage.LLM_REQUEST, Collections.nCopies(CHUNKS, new LlmResult() {
				}));
			}
		}
	}

	private <T> void followAll(Stage stage, List<T> items) {
		Publisher<T> publisher = Flux.fromIterable(items).hide();
		List<Flux<T>> fluxes = List.of(followed(Flux.class, Flux.fromIterable(items).hide(), stage),
				Flux.from(followed(Publisher.class, publisher, stage)),
				followed(Flux.class, Flux.fromIterable(items), stage),
				Flux.fromIterable(items).doOnNext((item) -> this.others += stage.hashCode()),
				Flux.fromIterable(items).hide().doOnNext((item) -> this.others++),
				Flux.fromIterable(items).hide().doOnNext((item) -> this.others += item.hashCode()));
		for (Flux<T> flux : fluxes) {
			flux.blockLast();
			flux.count().block();
			flux.map(Object::hashCode).reduce(0, Integer::sum).block();
		}
		followed(Iterator.class, items.iterator(), stage).forEachRemaining((item) -> this.others++);
	}

	@Setup(Level.Iteration)
	public void subscribe() {
		way(this.fluxSource).subscribe(this.consumer);
		Publisher<String> publisher = this.publisherSource::subscribe;
		switch (this.way) {
			case "FOLLOWED" -> publisher = followed(Publisher.class, publisher, Stage.LLM_REQUEST);
			case "DO_ON_NEXT" -> publisher = Flux.from(publisher).doOnNext(this.consumer::count);
			default -> {
			}
		}
		publisher.subscribe(this.consumer);
		this.texts = new Texts();
		if (this.way.equals("FOLLOWED")) {
			this.texts = followed(Iterator.class, this.texts, Stage.LLM_REQUEST);
		}
	}

	private Flux<String> way(Flux<String> source) {
		return switch (this.way) {
			case "FOLLOWED" -> followed(Flux.class, source, Stage.LLM_REQUEST);
			case "DO_ON_NEXT" -> source.doOnNext(this.consumer::count);
			default -> source;
		};
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
		Iterator<String> texts = Objects.requireNonNull(this.texts);
		long characters = 0;
		for (int i = 0; i < CHUNKS && texts.hasNext(); i++) {
			characters += texts.next().length();
		}
		return characters;
	}

	/**
	 * Where the source answers on the stack of who asks, and is in the context of the
	 * stage while that is not.
	 */
	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public long fluxOnOneStack() {
		way(Flux.fromIterable(this.answer).hide()).subscribe(this.consumer);
		return this.consumer.characters();
	}

	/**
	 * Where the pieces are taken out of a shared queue that makes them.
	 */
	@Benchmark
	@OperationsPerInvocation(CHUNKS)
	public long fluxFused() {
		way(Flux.fromIterable(this.answer)).subscribe(this.fusedConsumer);
		return this.fusedConsumer.characters();
	}

	@SuppressWarnings("unchecked") // It stays what it is.
	private <T> T followed(Class<?> declared, T source, Stage stage) {
		DeferredType type = Objects.requireNonNull(DeferredTypes.find(declared));
		ItemReaders readers = new ItemReaders("the benchmark", List::of, FenceReports.NONE);
		DeferredWork work = (where) -> new AnswerStage(this.telemetry.start(stage, null), this.telemetry, readers);
		return (T) type.follow(source, work);
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

		long emit(CharacterConsumer consumer) {
			Subscriber<? super String> subscriber = Objects.requireNonNull(this.subscriber);
			for (int i = 0; i < CHUNKS; i++) {
				subscriber.onNext(TEXTS.get(i % 6));
			}
			return consumer.characters();
		}

	}

	/**
	 * The pieces of an answer that goes on.
	 */
	private static final class Texts implements Iterator<String> {

		private int next;

		@Override
		public boolean hasNext() {
			return this.next != -1;
		}

		@Override
		public String next() {
			return TEXTS.get((this.next++ & Integer.MAX_VALUE) % 6);
		}

	}

}
