package io.voicetelemetry.benchmarks.delivery;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.voicetelemetry.benchmarks.faults.VoiceLoad;
import io.voicetelemetry.benchmarks.process.Median;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.dialect.BuiltInDialects;
import io.voicetelemetry.dialect.Dialects;
import io.voicetelemetry.dialect.SpanDialect;
import io.voicetelemetry.otlp.OtlpEncoder;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * What it takes to write a span of a call as a backend wants it, beside encoding it as it
 * was recorded.
 */
public final class DialectCost {

	private static final int SPANS_OF_REQUEST = 512;

	private static final int ROUNDS = 7;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final int spansOfRound;

	private final List<SpanData> spans;

	private DialectCost(int spansOfRound, List<SpanData> spans) {
		this.spansOfRound = spansOfRound;
		this.spans = spans;
	}

	/**
	 * Measures, and prints a table.
	 * @param arguments {@code --spans=40000} of a round
	 */
	public static void main(String[] arguments) {
		int spansOfRound = new Arguments(arguments, "spans").number("spans", 40_000);
		for (ContentCapture capture : List.of(ContentCapture.NONE, ContentCapture.FULL)) {
			System.out.printf("%nSpans of calls, content capture %s%n%n", capture.name().toLowerCase(Locale.ROOT));
			new DialectCost(spansOfRound, record(capture)).print();
		}
	}

	/**
	 * Records calls as an application does.
	 */
	private static List<SpanData> record(ContentCapture capture) {
		Recorded recorded = new Recorded();
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.addSpanProcessor(SimpleSpanProcessor.create(recorded))
			.build();
				ClosableVoiceTelemetry telemetry = VoiceTelemetry
					.builder(OpenTelemetrySdk.builder().setTracerProvider(provider).build())
					.content(ContentPolicy.of(capture, ContentPolicy.DEFAULT_MAX_LENGTH))
					.build();
				VoiceLoad load = VoiceLoad.of(telemetry, 8, 4_000, 20261122)) {
			load.start();
			while (recorded.spans.size() < SPANS_OF_REQUEST) {
				Thread.onSpinWait();
			}
		}
		return recorded.spans.stream().limit(SPANS_OF_REQUEST).toList();
	}

	private void print() {
		Map<String, UnaryOperator<SpanData>> dialects = dialects();
		Map<String, double[]> nanos = new LinkedHashMap<>();
		try (OtlpEncoder encoder = new OtlpEncoder()) {
			// The first rounds are to warm up, all dialects before any is measured.
			for (int round = -ROUNDS; round < ROUNDS; round++) {
				for (Map.Entry<String, UnaryOperator<SpanData>> dialect : dialects.entrySet()) {
					double taken = encode(encoder, dialect.getValue());
					if (round >= 0) {
						nanos.computeIfAbsent(dialect.getKey(), (key) -> new double[ROUNDS])[round] = taken;
					}
				}
			}
			double plain = Median.of(DoubleStream.of(nanos.get("as recorded")));
			System.out.println("| dialect | bytes/span | CPU ns/span | of that for the dialect | x as recorded |");
			System.out.println("| --- | ---: | ---: | ---: | ---: |");
			nanos.forEach((name, rounds) -> {
				double taken = Median.of(DoubleStream.of(rounds));
				System.out.printf(Locale.ROOT, "| %s | %d | %.0f | %.0f | %.2f |%n", name,
						encoder.encode(translated(dialects.get(name))).length / SPANS_OF_REQUEST, taken, taken - plain,
						taken / plain);
			});
		}
	}

	private static Map<String, UnaryOperator<SpanData>> dialects() {
		Map<String, UnaryOperator<SpanData>> dialects = new LinkedHashMap<>();
		dialects.put("as recorded", UnaryOperator.identity());
		dialects.put("none", Dialects.of(List.of()));
		dialects.put("livekit (otlp)", of("livekit"));
		dialects.put("langfuse", of("langfuse"));
		dialects.put("openobserve", of("openobserve"));
		dialects.put("openinference, catalyst (catalyst)", of("openinference", "catalyst"));
		dialects.put("superlog", of("superlog"));
		return dialects;
	}

	private static UnaryOperator<SpanData> of(String... names) {
		Map<String, SpanDialect> all = new LinkedHashMap<>();
		BuiltInDialects.all().forEach((dialect) -> all.put(dialect.name(), dialect));
		List<SpanDialect> chosen = new ArrayList<>();
		for (String name : names) {
			SpanDialect dialect = all.get(name);
			if (dialect == null) {
				throw new IllegalArgumentException(name + " is none of " + all.keySet());
			}
			chosen.add(dialect);
		}
		return Dialects.of(chosen);
	}

	private double encode(OtlpEncoder encoder, UnaryOperator<SpanData> dialect) {
		int requests = Math.max(1, this.spansOfRound / SPANS_OF_REQUEST);
		long start = THREADS.getCurrentThreadCpuTime();
		for (int i = 0; i < requests; i++) {
			encoder.encode(translated(dialect));
		}
		return (double) (THREADS.getCurrentThreadCpuTime() - start) / requests / SPANS_OF_REQUEST;
	}

	private List<SpanData> translated(UnaryOperator<SpanData> dialect) {
		List<SpanData> translated = new ArrayList<>(SPANS_OF_REQUEST);
		for (SpanData span : this.spans) {
			translated.add(dialect.apply(span));
		}
		return translated;
	}

	private static final class Recorded implements SpanExporter {

		private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.spans.addAll(spans);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
