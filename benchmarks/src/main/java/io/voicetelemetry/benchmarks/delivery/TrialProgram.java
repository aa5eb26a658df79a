package io.voicetelemetry.benchmarks.delivery;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.benchmarks.process.JavaProcess;
import io.voicetelemetry.benchmarks.process.ProcessFigures;

/**
 * Makes spans as a trial says, delivers them, and tells what that took. A program of its
 * own.
 */
final class TrialProgram {

	static final String WARM = "warm";

	static final String RESULT = "result";

	private static final int AT_ONCE = 64;

	/** Between looks at whether the compilers still have much to do. */
	private static final long WARM_UP_SPANS = 400_000;

	/** Of the time that it takes to make and deliver spans. */
	private static final double LITTLE_COMPILING = 0.05;

	private static final long LONGEST_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(40);

	private static final long BARE_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long BARE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Trial trial;

	private TrialProgram(Trial trial) {
		this.trial = trial;
	}

	/**
	 * Runs a trial.
	 * @param arguments the trial
	 * @throws IOException if who has started it is gone
	 */
	public static void main(String[] arguments) throws IOException {
		Trial trial = Trial.parse(arguments);
		try (SpanPipeline pipeline = trial.sender().pipeline(trial, Trial.url(arguments))) {
			new TrialProgram(trial).run(pipeline);
		}
		System.exit(0);
	}

	private void run(SpanPipeline pipeline) throws IOException {
		RequestSpans spans = new RequestSpans(pipeline.tracers(), this.trial.large());
		warmUp(spans, pipeline);
		JavaProcess.tell(WARM, "");
		// until the receiver has forgotten what it has got so far
		System.in.read();
		long before = spans.number();
		long cpu = ProcessFigures.cpuNanos();
		long start = System.nanoTime();
		make(spans, pipeline, this.trial.rate(), this.trial.mostSpans(),
				TimeUnit.SECONDS.toNanos(this.trial.seconds()));
		pipeline.drain(spans.number());
		Figures result = new Figures();
		result.put("nanos", System.nanoTime() - start);
		result.put("cpu", ProcessFigures.cpuNanos() - cpu);
		result.put("made", spans.number() - before);
		result.put("resident", ProcessFigures.residentBytes());
		result.put("bare", Math.round(bareNanos()));
		JavaProcess.tell(RESULT, result);
	}

	/**
	 * On a machine that is busy, much is not compiled yet after a number of spans, and
	 * compiling it would count as work that is done for every span.
	 */
	private void warmUp(RequestSpans spans, SpanPipeline pipeline) {
		CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
		long start = System.nanoTime();
		boolean warm = false;
		while (!warm && System.nanoTime() - start < LONGEST_WARM_UP_NANOS) {
			long compiled = compilers.getTotalCompilationTime();
			long began = System.nanoTime();
			make(spans, pipeline, Trial.AS_TAKEN, this.trial.isSlow() ? AT_ONCE : WARM_UP_SPANS,
					LONGEST_WARM_UP_NANOS - (System.nanoTime() - start));
			pipeline.drain(spans.number());
			long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			warm = this.trial.isSlow() || compilers.getTotalCompilationTime() - compiled < LITTLE_COMPILING * took;
		}
	}

	/**
	 * What it takes to make a span that goes nowhere. Found out last, and when that has
	 * been done for a while: with a second kind of provider, the JVM compiles what makes
	 * spans once more.
	 */
	private double bareNanos() {
		try (SdkTracerProvider nowhere = SdkTracerProvider.builder().build()) {
			RequestSpans spans = new RequestSpans(nowhere, this.trial.large());
			makeFor(spans, BARE_WARM_UP_NANOS);
			long before = spans.number();
			long cpu = ProcessFigures.cpuNanos();
			makeFor(spans, BARE_NANOS);
			return (double) (ProcessFigures.cpuNanos() - cpu) / (spans.number() - before);
		}
	}

	private static void makeFor(RequestSpans spans, long nanos) {
		for (long start = System.nanoTime(); System.nanoTime() - start < nanos;) {
			make(spans, AT_ONCE);
		}
	}

	private static void make(RequestSpans spans, long number) {
		for (long i = 0; i < number; i++) {
			spans.make();
		}
	}

	private static void make(RequestSpans spans, SpanPipeline pipeline, int rate, long most, long nanos) {
		long start = System.nanoTime();
		long first = spans.number();
		for (long passed = 0; passed < nanos && spans.number() - first < most; passed = System.nanoTime() - start) {
			if (rate > 0) {
				make(spans, (long) (rate * (passed / 1e9)) + 1 - (spans.number() - first));
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
			}
			else if (rate == Trial.UNBOUNDED || pipeline.hasRoom(spans.number())) {
				make(spans, AT_ONCE);
			}
			else {
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
			}
		}
	}

}
