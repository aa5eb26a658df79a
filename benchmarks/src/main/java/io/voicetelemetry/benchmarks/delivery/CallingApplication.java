package io.voicetelemetry.benchmarks.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.benchmarks.faults.CallTimes;
import io.voicetelemetry.benchmarks.faults.VoiceLoad;
import io.voicetelemetry.benchmarks.process.CollectorPauses;
import io.voicetelemetry.benchmarks.process.JavaProcess;
import io.voicetelemetry.benchmarks.process.ProcessFigures;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application with the starter that has calls. A program of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CallingApplication {

	static final String WARM = "warm";

	static final String RESULT = "result";

	private static final Duration FLUSH = Duration.ofSeconds(60);

	private static final long SEED = 20261122;

	/**
	 * As many spans as an hour of a few calls, so that what is slow at first is not
	 * measured.
	 */
	private static final int WARM_UP_SPANS_PER_SECOND = 5000;

	private static final int WARM_UP_SECONDS = 6;

	/**
	 * Plays calls.
	 * @param arguments how many calls, how many spans per second they make together, for
	 * how many seconds, and properties
	 * @throws Exception if it is interrupted, or who has started it is gone
	 */
	public static void main(String[] arguments) throws Exception {
		int calls = Integer.parseInt(arguments[0]);
		int rate = Integer.parseInt(arguments[1]);
		int seconds = Integer.parseInt(arguments[2]);
		try (ConfigurableApplicationContext context = SpringApplication.run(CallingApplication.class,
				Arrays.copyOfRange(arguments, 3, arguments.length))) {
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			VoiceSpanProcessor processor = context.getBean(VoiceSpanProcessor.class);
			try (VoiceLoad load = VoiceLoad.of(telemetry, calls, WARM_UP_SPANS_PER_SECOND, SEED)) {
				load.start();
				TimeUnit.SECONDS.sleep(Math.min(seconds, WARM_UP_SECONDS));
			}
			processor.flush(FLUSH);
			JavaProcess.tell(WARM, "");
			play(telemetry, processor, calls, rate, seconds);
		}
		System.exit(0);
	}

	private static void play(VoiceTelemetry telemetry, VoiceSpanProcessor processor, int calls, int rate, int seconds)
			throws IOException, InterruptedException {
		Figures result = new Figures();
		result.put("heapBefore", ProcessFigures.liveHeapBytes());
		// until the receiver has forgotten what it has got so far
		System.in.read();
		long accepted = processor.counts().get(0).accepted();
		long cpu = ProcessFigures.cpuNanos();
		long start = System.nanoTime();
		CallTimes times;
		try (CollectorPauses pauses = new CollectorPauses()) {
			try (VoiceLoad load = VoiceLoad.of(telemetry, calls, rate, SEED)) {
				times = load.measure();
				load.start();
				TimeUnit.SECONDS.sleep(seconds);
				load.stop();
				result.put("nanos", System.nanoTime() - start);
				result.put("resident", ProcessFigures.residentBytes());
			}
			processor.flush(FLUSH);
			result.put("cpu", ProcessFigures.cpuNanos() - cpu);
			result.put("pauses", pauses.count());
			result.put("pauseP99", pauses.millis(0.99));
			result.put("pauseMax", pauses.millis(1));
		}
		result.put("ended", processor.counts().get(0).accepted() - accepted);
		result.put("p50", times.percentile(0.5));
		result.put("p99", times.percentile(0.99));
		result.put("max", times.longest());
		result.put("heapAfter", ProcessFigures.liveHeapBytes());
		JavaProcess.tell(RESULT, result);
	}

}
