package io.voicetelemetry.benchmarks.faults;

import java.util.Map;

/**
 * What the receiver does with a request.
 */
sealed interface Reaction {

	/**
	 * How many spans of the request the receiver takes.
	 * @param spans how many there are
	 */
	int taken(int spans);

	/**
	 * Answers.
	 *
	 * @param status the HTTP status
	 * @param headers headers of the answer
	 * @param body the answer's body
	 * @param rejected how many spans are not taken, the first of the request
	 */
	record Answer(int status, Map<String, String> headers, byte[] body, int rejected) implements Reaction {

		static final int ALL = Integer.MAX_VALUE;

		static final Answer SUCCESS = new Answer(200, Map.of("Content-Type", "application/x-protobuf"), new byte[0], 0);

		@Override
		public int taken(int spans) {
			return Math.max(0, spans - this.rejected);
		}

	}

	/**
	 * Keeps the connection open and never answers.
	 */
	record Silence() implements Reaction {

		@Override
		public int taken(int spans) {
			return 0;
		}

	}

	/**
	 * Breaks the connection with a TCP reset.
	 *
	 * @param afterTaking whether the spans are taken before
	 */
	record Reset(boolean afterTaking) implements Reaction {

		@Override
		public int taken(int spans) {
			return this.afterTaking ? spans : 0;
		}

	}

}
