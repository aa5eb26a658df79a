package io.voicetelemetry.session;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids for turns, in LiveKit's form: {@code speech_} and twelve hexadecimal digits.
 */
final class SpeechIds {

	private SpeechIds() {
	}

	static String next() {
		// The bit above the twelve digits keeps leading zeros; it is cut off.
		long random = ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFF_FFFFL | 0x1_0000_0000_0000L;
		return "speech_" + Long.toHexString(random).substring(1);
	}

}
