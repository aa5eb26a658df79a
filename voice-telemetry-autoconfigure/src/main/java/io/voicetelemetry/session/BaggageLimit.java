package io.voicetelemetry.session;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;

/**
 * How much baggage a call passes on: it comes from outside, is kept for as long as the
 * call, and goes out with every request that is made in it.
 */
final class BaggageLimit {

	static final int MAX_ENTRIES = 64;

	/** As much as the W3C specification asks a platform to pass on, in bytes. */
	static final int MAX_LENGTH = 8192;

	private BaggageLimit() {
	}

	/**
	 * The baggage, or as much of it as is passed on; the rest is counted.
	 */
	static Baggage of(Baggage baggage, Refusals refusals) {
		if (baggage.isEmpty()) {
			return baggage;
		}
		int length = lengthOf(baggage);
		if (baggage.size() <= MAX_ENTRIES && length >= 0 && length <= MAX_LENGTH) {
			return baggage;
		}
		return of(Baggage.empty(), baggage, refusals);
	}

	/**
	 * Baggage, and as much of some other as there is room for; the rest is counted.
	 */
	static Baggage of(Baggage first, Baggage others, Refusals refusals) {
		BaggageBuilder kept = first.toBuilder();
		int[] room = { MAX_ENTRIES - first.size(), MAX_LENGTH - lengthOf(first) };
		int[] left = new int[1];
		others.forEach((key, entry) -> {
			int taken = lengthOf(key, entry.getValue(), entry.getMetadata().getValue());
			if (room[0] > 0 && taken <= room[1]) {
				room[0]--;
				room[1] -= taken;
				kept.put(key, entry.getValue(), entry.getMetadata());
			}
			else {
				left[0]++;
			}
		});
		if (left[0] > 0) {
			refusals.count(RefusalReason.BAGGAGE_LIMIT);
		}
		return kept.build();
	}

	private static int lengthOf(Baggage baggage) {
		int[] length = new int[1];
		baggage.forEach((key, entry) -> length[0] += lengthOf(key, entry.getValue(), entry.getMetadata().getValue()));
		return length[0];
	}

	private static int lengthOf(String key, String value, String metadata) {
		// An entry is written with two separators.
		return 2 + lengthOf(key) + lengthOf(value) + lengthOf(metadata);
	}

	/** What is no ASCII is more than one byte. What is too long anyway is not read. */
	private static int lengthOf(String text) {
		int length = text.length();
		if (length > MAX_LENGTH) {
			return MAX_LENGTH + 1;
		}
		for (int i = 0; i < text.length(); i++) {
			length += (text.charAt(i) < 0x80) ? 0 : 2;
		}
		return length;
	}

}
