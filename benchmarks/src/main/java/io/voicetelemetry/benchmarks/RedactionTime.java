package io.voicetelemetry.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

import io.voicetelemetry.content.redaction.SensitiveDataRedactor;
import io.voicetelemetry.content.redaction.SensitiveKind;

/**
 * How the time that redaction takes grows with the length of texts that are made to
 * confuse it: CPU time for a character, from 1 KB to 1 MB. Where it grows linearly, the
 * ratio of the longest to those of 64 KB stays near 1; where it grew with the square of
 * the length, the ratio would be 16.
 */
public final class RedactionTime {

	private static final int[] SIZES = { 1 << 10, 1 << 13, 1 << 16, 1 << 18, 1 << 20 };

	private static final int REFERENCE = 2;

	private static final int CHARACTERS = 1 << 21;

	private static final int ROUNDS = 3;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final SensitiveDataRedactor redactor = SensitiveDataRedactor.of(EnumSet.allOf(SensitiveKind.class));

	private RedactionTime() {
	}

	public static void main(String[] args) {
		new RedactionTime().run();
	}

	private static Map<String, IntFunction<String>> texts() {
		Map<String, IntFunction<String>> texts = new LinkedHashMap<>();
		texts.put("speech", repeated("I would like to come on Tuesday at ten with two people please. "));
		for (String unit : new String[] { "1", "1 ", "1, ", "4821, 9921, ", "4111 1111 1111 1111 ", "1.", "1,111,", "a",
				"a@", "@", "a.", "at at dot ", "a b c at d dot ", "email ", "one ", "one, uh, ", "twenty ", "for one ",
				"double ", "May twenty one twenty ", "DE89 3704 ", "de 11 ", "sip:", "tel:", "deadbeef", "<break", "\"",
				"\\", "{\"a\":", "2026-11-21 " }) {
			texts.put("'" + unit + "' …", repeated(unit));
		}
		texts.put("[[[ …", repeated("["));
		texts.put("[1,1,1, …", (length) -> "[" + repeated("1,").apply(length - 1));
		texts.put("[\"\\n\",\"\\n\", …", (length) -> "[" + repeated("\"\\n\",").apply(length - 1));
		return texts;
	}

	private static IntFunction<String> repeated(String unit) {
		return (length) -> unit.repeat(length / unit.length() + 1).substring(0, length);
	}

	private void run() {
		texts().values().forEach((text) -> time(text.apply(SIZES[REFERENCE])));
		StringBuilder head = new StringBuilder("| text |");
		for (int size : SIZES) {
			head.append(' ').append(size / 1024).append(" KB |");
		}
		System.out.println(head.append(" 1 MB : 64 KB |"));
		double worst = 0;
		for (Map.Entry<String, IntFunction<String>> text : texts().entrySet()) {
			StringBuilder row = new StringBuilder("| " + text.getKey() + " |");
			double[] times = new double[SIZES.length];
			for (int i = 0; i < SIZES.length; i++) {
				times[i] = time(text.getValue().apply(SIZES[i]));
				row.append(String.format(Locale.ROOT, " %.1f |", times[i]));
			}
			double ratio = times[SIZES.length - 1] / times[REFERENCE];
			worst = Math.max(worst, ratio);
			System.out.println(row.append(String.format(Locale.ROOT, " %.2f |", ratio)));
		}
		System.out.printf(Locale.ROOT, "CPU ns for a character; the greatest ratio is %.2f%n", worst);
	}

	/**
	 * CPU nanoseconds for a character: the least of some rounds.
	 */
	private double time(String text) {
		int times = Math.max(1, CHARACTERS / 4 / text.length());
		double least = Double.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long start = this.threads.getCurrentThreadCpuTime();
			for (int i = 0; i < times; i++) {
				this.redactor.redact(text);
			}
			least = Math.min(least, (double) (this.threads.getCurrentThreadCpuTime() - start) / times / text.length());
		}
		return least;
	}

}
