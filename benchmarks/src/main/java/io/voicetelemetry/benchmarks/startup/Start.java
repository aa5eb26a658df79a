package io.voicetelemetry.benchmarks.startup;

import java.util.Arrays;

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

}
