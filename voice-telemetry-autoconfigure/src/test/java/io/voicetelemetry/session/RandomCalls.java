package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.event.UsageKind;

/**
 * Calls in which random things happen, from 16 threads: in most of them one after the
 * other, though each on another thread, so that a model can tell exactly what must become
 * of the call; in the others all at once, where some things hold whatever the order.
 * <p>
 * Each call is checked when it ends. One that is not what the model says is taken again
 * alone, and shortened as long as it still fails: what is left is printed as code.
 */
final class RandomCalls {

	private static final int THREADS = 16;

	private static final int CALLS_AT_A_TIME = 128;

	/** One call in so many is raced in. */
	private static final int RACED = 8;

	private static final int RACERS = 4;

	private final CallSpans spans = new CallSpans();

	private final ClosableVoiceTelemetry telemetry = telemetry(this.spans);

	/** Of its own, because what is refused in a race is anybody's guess. */
	private final ClosableVoiceTelemetry raced = telemetry(this.spans);

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final AtomicLong operations = new AtomicLong();

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicLong spansChecked = new AtomicLong();

	private final List<String> failures = new ArrayList<>();

	private final Map<RefusalReason, Long> expectedRefusals = new EnumMap<>(RefusalReason.class);

	private final long seed;

	private final long maxOperations;

	private RandomCalls(long seed, long maxOperations) {
		this.seed = seed;
		this.maxOperations = maxOperations;
	}

	/**
	 * Runs as many operations as wanted, 10,000,000 if nothing is said.
	 */
	public static void main(String[] arguments) throws Exception {
		long operations = (arguments.length > 0) ? Long.parseLong(arguments[0]) : 10_000_000;
		long seed = (arguments.length > 1) ? Long.parseLong(arguments[1]) : 1;
		long start = System.nanoTime();
		Result result = run(seed, operations);
		System.out.printf("seed %d: %s in %.1f s%n", seed, result, (System.nanoTime() - start) / 1e9);
		result.failures().forEach(System.out::println);
	}

	/**
	 * Runs random calls.
	 * @param seed which ones
	 * @param operations how many operations at least
	 */
	static Result run(long seed, long operations) throws Exception {
		RandomCalls calls = new RandomCalls(seed, operations);
		try {
			return calls.run();
		}
		finally {
			calls.threads.shutdownNow();
			calls.telemetry.close();
			calls.raced.close();
		}
	}

	private Result run() throws Exception {
		Phaser running = new Phaser(1);
		for (int i = 0; i < CALLS_AT_A_TIME; i++) {
			next(running);
		}
		running.awaitAdvanceInterruptibly(running.arrive(), 30, TimeUnit.MINUTES);
		List<String> failures = new ArrayList<>(this.failures);
		if (failures.isEmpty() && !this.expectedRefusals.equals(this.telemetry.refusals())) {
			failures.add("refused was " + this.telemetry.refusals() + ", not " + this.expectedRefusals);
		}
		if (this.telemetry.openSessions() + this.raced.openSessions() + this.spans.size() > 0) {
			failures.add("calls are left over");
		}
		if (this.raced.refusals().containsKey(RefusalReason.INTERNAL_ERROR)) {
			failures.add("something of ours threw");
		}
		return new Result(this.operations.get(), this.calls.get(), this.spansChecked.get(),
				this.telemetry.refusals().values().stream().mapToLong(Long::longValue).sum(), failures);
	}

	/** Begins another call, unless there were enough operations. */
	private void next(Phaser running) {
		synchronized (this.failures) {
			if (!this.failures.isEmpty()) {
				return;
			}
		}
		int number = this.calls.getAndIncrement();
		long callSeed = this.seed * 1_000_003 + number;
		List<CallStep> script = CallStep.script(callSeed, 20 + new Random(callSeed).nextInt(400));
		if (this.operations.getAndAdd(script.size()) >= this.maxOperations) {
			this.operations.addAndGet(-script.size());
			this.calls.decrementAndGet();
			return;
		}
		running.register();
		if (number % RACED == 0) {
			race(callSeed, script, running);
		}
		else {
			CallDriver driver = new CallDriver(this.telemetry, "call-" + callSeed);
			this.threads.execute(() -> go(new Random(callSeed), callSeed, script, 0, driver, running));
		}
	}

	/** Takes some steps, and has another thread take the next. */
	private void go(Random random, long callSeed, List<CallStep> script, int from, CallDriver driver, Phaser running) {
		int to = Math.min(from + 1 + random.nextInt(12), script.size());
		script.subList(from, to).forEach(driver::take);
		if (to < script.size()) {
			this.threads.execute(() -> go(random, callSeed, script, to, driver, running));
			return;
		}
		try {
			driver.finish();
			CallFacts expected = CallModel.predict(script);
			CallFacts actual = facts(driver, this.spans, "call-" + callSeed, expected.refusals());
			if (!actual.equals(expected)) {
				failed(callSeed, script, expected, actual);
			}
			synchronized (this.failures) {
				expected.refusals().forEach((reason, count) -> this.expectedRefusals.merge(reason, count, Long::sum));
			}
			this.spansChecked.addAndGet(actual.spans());
			next(running);
		}
		catch (Throwable ex) {
			fail("call " + callSeed + " threw " + ex);
		}
		finally {
			running.arriveAndDeregister();
		}
	}

	private void race(long callSeed, List<CallStep> script, Phaser running) {
		String id = "call-" + callSeed;
		CallDriver driver = new CallDriver(this.raced, id);
		AtomicInteger racing = new AtomicInteger(RACERS);
		for (int i = 0; i < RACERS; i++) {
			int racer = i;
			this.threads.execute(() -> {
				for (int j = racer; j < script.size(); j += RACERS) {
					driver.take(script.get(j));
				}
				if (racing.decrementAndGet() == 0) {
					finishRace(callSeed, id, driver, running);
				}
			});
		}
	}

	private void finishRace(long callSeed, String id, CallDriver driver, Phaser running) {
		try {
			driver.finish();
			CallSpans.Tree tree = this.spans.take(driver.traceId());
			List<String> violations = tree.violations(id);
			driver.thrown().forEach((thrown) -> violations.add("threw " + thrown));
			if (!tree.isUsed(driver.requests(UsageKind.LLM), Stage.LLM_REQUEST, Stage.REALTIME_INFERENCE)
					|| !tree.isUsed(driver.requests(UsageKind.TTS), Stage.TTS_REQUEST)
					|| !tree.isUsed(driver.requests(UsageKind.STT), Stage.STT_REQUEST)) {
				violations.add("usage is " + driver.usage());
			}
			if (!violations.isEmpty()) {
				fail("race " + callSeed + ": " + violations);
			}
			this.spansChecked.addAndGet(tree.spans().size());
			next(running);
		}
		catch (Throwable ex) {
			fail("race " + callSeed + " threw " + ex);
		}
		finally {
			running.arriveAndDeregister();
		}
	}

	private void failed(long callSeed, List<CallStep> script, CallFacts expected, CallFacts actual) {
		List<CallStep> shortest = shrink(script);
		fail((shortest != null) ? "call " + callSeed + ", shortened:\n" + describe(shortest)
				: "call " + callSeed + ", but not when it is taken alone: expected " + expected + " but was " + actual);
	}

	private void fail(String failure) {
		synchronized (this.failures) {
			this.failures.add(failure);
		}
	}

	/**
	 * The shortest part of a script that fails, or {@code null} if none does.
	 */
	static List<CallStep> shrink(List<CallStep> script) {
		if (!fails(script)) {
			return null;
		}
		List<CallStep> shortest = script;
		for (int size = Math.max(script.size() / 2, 1); size > 0; size = (size > 1) ? size / 2 : 0) {
			for (int from = 0; from < shortest.size();) {
				List<CallStep> shorter = new ArrayList<>(shortest);
				shorter.subList(from, Math.min(from + size, shortest.size())).clear();
				if (fails(shorter)) {
					shortest = shorter;
				}
				else {
					from += size;
				}
			}
		}
		return shortest;
	}

	private static boolean fails(List<CallStep> script) {
		return !alone(script).equals(CallModel.predict(script));
	}

	/**
	 * What becomes of a call that is the only one.
	 */
	static CallFacts alone(List<CallStep> script) {
		CallSpans spans = new CallSpans();
		try (ClosableVoiceTelemetry telemetry = telemetry(spans)) {
			CallDriver driver = new CallDriver(telemetry, "call");
			script.forEach(driver::take);
			driver.finish();
			return facts(driver, spans, "call", telemetry.refusals());
		}
	}

	private static CallFacts facts(CallDriver driver, CallSpans spans, String id, Map<RefusalReason, Long> refusals) {
		CallSpans.Tree tree = spans.take(driver.traceId());
		List<String> problems = tree.violations(id);
		driver.thrown().forEach((thrown) -> problems.add("threw " + thrown));
		String text = tree.toString();
		return new CallFacts(tree.started(), text.substring(1, text.length() - 1), refusals, driver.usage(), problems);
	}

	static String describe(List<CallStep> script) {
		StringBuilder code = new StringBuilder("VoiceSession s0 = telemetry.session().start();\n");
		script.forEach((step) -> code.append(step).append('\n'));
		return code.append("s0.end();\n-- expected ")
			.append(CallModel.predict(script))
			.append("\n-- but was  ")
			.append(alone(script))
			.toString();
	}

	private static ClosableVoiceTelemetry telemetry(CallSpans spans) {
		return VoiceTelemetry
			.builder(OpenTelemetrySdk.builder()
				.setTracerProvider(
						SdkTracerProvider.builder().setSampler(Sampler.alwaysOn()).addSpanProcessor(spans).build())
				.build())
			.build();
	}

	/**
	 * What came of it.
	 */
	record Result(long operations, int calls, long spans, long refusals, List<String> failures) {
	}

}
