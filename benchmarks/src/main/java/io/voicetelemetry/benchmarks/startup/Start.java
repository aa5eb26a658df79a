package io.voicetelemetry.benchmarks.startup;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a start took.
 *
 * @param readyMillis from the start of the JVM until the application was ready
 * @param cpuMillis processor time until then
 * @param heapKilobytes the heap in use after a collection
 * @param residentKilobytes the memory of the process before it
 * @param beans how many beans the application has
 * @param classes how many classes were loaded
 */
record Start(long readyMillis, long cpuMillis, long heapKilobytes, long residentKilobytes, long beans, long classes) {

	static Start parse(String text) {
		long[] figures = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
		return new Start(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]);
	}

	/**
	 * The median of each figure.
	 */
	static Start median(List<Start> starts) {
		return new Start(median(starts, Start::readyMillis), median(starts, Start::cpuMillis),
				median(starts, Start::heapKilobytes), median(starts, Start::residentKilobytes),
				median(starts, Start::beans), median(starts, Start::classes));
	}

	private static long median(List<Start> starts, ToLongFunction<Start> figure) {
		return starts.stream().mapToLong(figure).sorted().skip(starts.size() / 2).findFirst().orElseThrow();
	}

}
