package io.voicetelemetry.benchmarks.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

/**
 * What this process takes.
 */
public final class ProcessFigures {

	private static final OperatingSystemMXBean system = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String RESIDENT = "VmRSS:";

	private ProcessFigures() {
	}

	/**
	 * Processor time of all threads until now, the garbage collector's included.
	 * @return nanoseconds, on Linux in steps of 10 ms
	 */
	public static long cpuNanos() {
		return system.getProcessCpuTime();
	}

	/**
	 * How much memory the process has.
	 * @return bytes, or 0 where that is not known: elsewhere than on Linux
	 */
	public static long residentBytes() {
		if (!Files.isReadable(STATUS)) {
			return 0;
		}
		try {
			return Files.readAllLines(STATUS)
				.stream()
				.filter((line) -> line.startsWith(RESIDENT))
				.mapToLong((line) -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/**
	 * How much of the heap is in use after collections.
	 * @return bytes
	 */
	public static long liveHeapBytes() {
		for (int i = 0; i < 3; i++) {
			System.gc();
			try {
				Thread.sleep(50);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
