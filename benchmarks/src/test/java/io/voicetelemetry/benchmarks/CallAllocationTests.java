package io.voicetelemetry.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guards what an annotated call costs by what it allocates, which is the same on a busy
 * machine. The bound is some percent above what is measured on JDK 17 and 25, so that a
 * call that allocates a fifth more goes beyond it. What is written by hand has neither
 * events nor anything that is added up.
 */
class CallAllocationTests {

	private static final double MOST_TIMES_BY_HAND = 1.85;

	private static final Set<CallWay> MEASURED = EnumSet.range(CallWay.HAND_WRITTEN, CallWay.ANNOTATED_IN_SESSION);

	private static final Map<CallWay, Double> bytes = new EnumMap<>(CallWay.class);

	/**
	 * In a process of its own: what has run in this one would change what the compiler
	 * makes of a call.
	 */
	@BeforeAll
	static void measure() throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-Xbatch",
						"-cp", System.getProperty("java.class.path"), CallCost.class.getName()));
		MEASURED.forEach((way) -> command.add(way.name()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
			assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
			for (CallWay way : MEASURED) {
				lines.stream()
					.filter((line) -> line.startsWith(way + " "))
					.forEach((line) -> bytes.put(way, Double.valueOf(line.split(" ")[1])));
			}
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void aCallAllocatesLittleMoreThanByHand() {
		assertThat(ratio(CallWay.ANNOTATED, CallWay.HAND_WRITTEN)).as(bytes.toString())
			.isBetween(1.0, MOST_TIMES_BY_HAND);
	}

	@Test
	void aCallInASessionAllocatesLittleMoreThanByHand() {
		assertThat(ratio(CallWay.ANNOTATED_IN_SESSION, CallWay.HAND_WRITTEN_IN_SESSION)).as(bytes.toString())
			.isBetween(1.0, MOST_TIMES_BY_HAND);
	}

	private static double ratio(CallWay way, CallWay byHand) {
		return Objects.requireNonNull(bytes.get(way)) / Objects.requireNonNull(bytes.get(byHand));
	}

}
