package io.voicetelemetry.benchmarks.faults;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;

/**
 * What the process takes, sampled when all is well. The parts of the program itself are
 * left out as far as they can be told apart. Not thread-safe.
 */
final class ProcessWatch {

	private static final List<String> PROGRAM = List.of("hostile-", "application-", "balance-watch", "main",
			"DestroyJavaVM");

	/**
	 * The threads that export: the pipeline's own, and those of the JDK's HTTP client.
	 */
	private static final List<String> EXPORT = List.of("voice-", "HttpClient-", "CompletableFutureDelay");

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private final List<Sample> samples = new ArrayList<>();

	private final Map<Long, Long> exportCpu = new HashMap<>();

	private long exportNanos;

	/**
	 * Takes a sample.
	 */
	Sample sample() {
		int others = 0;
		for (long id : this.threads.getAllThreadIds()) {
			var info = this.threads.getThreadInfo(id);
			String name = (info != null) ? info.getThreadName() : "";
			others += (info != null && PROGRAM.stream().noneMatch(name::startsWith)) ? 1 : 0;
			long cpu = this.threads.getThreadCpuTime(id);
			if (cpu > 0 && EXPORT.stream().anyMatch(name::startsWith)) {
				this.exportNanos += cpu - this.exportCpu.getOrDefault(id, 0L);
				this.exportCpu.put(id, cpu);
			}
		}
		Sample sample = new Sample(System.nanoTime(), Experiment.liveHeap(), others,
				this.system.getOpenFileDescriptorCount(), this.exportNanos);
		this.samples.add(sample);
		return sample;
	}

	/**
	 * The samples without those of the time in which things warm up.
	 */
	List<Sample> settled() {
		return this.samples.subList(this.samples.size() / 4, this.samples.size());
	}

	/**
	 * How fast the heap grows, in bytes an hour: the slope of a line through the samples.
	 */
	double heapSlope() {
		List<Sample> settled = settled();
		double meanTime = settled.stream().mapToDouble(Sample::hours).average().orElse(0);
		double meanHeap = settled.stream().mapToLong(Sample::heap).average().orElse(0);
		double above = settled.stream().mapToDouble((s) -> (s.hours() - meanTime) * (s.heap() - meanHeap)).sum();
		double below = settled.stream().mapToDouble((s) -> Math.pow(s.hours() - meanTime, 2)).sum();
		return (below > 0) ? above / below : 0;
	}

	/**
	 * What the process took at a moment.
	 *
	 * @param nanos when, as {@link System#nanoTime()} tells
	 * @param heap the heap in use after a collection, in bytes
	 * @param threads the number of threads
	 * @param files the number of open file descriptors
	 * @param exportNanos the processor time of the exporting threads until then
	 */
	record Sample(long nanos, long heap, int threads, long files, long exportNanos) {

		double hours() {
			return this.nanos / 3.6e12;
		}

	}

}
