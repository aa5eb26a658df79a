package io.voicetelemetry.metrics;

/**
 * Upper bounds of buckets. A registry's own are made for milliseconds or for nothing in
 * particular: on a scale of seconds all of a call would be in the first.
 */
final class Buckets {

	static final double[] NONE = {};

	/** What a caller waits for, in seconds. */
	static final double[] WAIT = { 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 13, 30 };

	/** How long somebody speaks, in seconds. */
	static final double[] SPEECH = { 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300 };

	/** How long a call lasts, in milliseconds. */
	static final double[] CALL_MILLIS = { 1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
			3_600_000, 7_200_000 };

	static final double[] TOKENS_PER_SECOND = { 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1_000 };

	/** As the GenAI semantic conventions have it for requests, in seconds. */
	static final double[] GEN_AI_REQUEST = { 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
			40.96, 81.92 };

	/** As the GenAI semantic conventions have it for tokens. */
	static final double[] GEN_AI_TOKENS = { 1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576,
			4_194_304, 16_777_216, 67_108_864 };

	/** As the GenAI semantic conventions have it for agents, in seconds. */
	static final double[] GEN_AI_AGENT = { 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6 };

	private Buckets() {
	}

}
