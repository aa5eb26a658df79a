package io.voicetelemetry.inspector;

/**
 * How much is kept.
 *
 * @param sessions how many sessions at most
 * @param bytes how much memory they may take together, about
 * @since 0.1
 */
public record InspectorLimits(int sessions, long bytes) {

	/** Where a call is left that never ends. */
	private static final int SPANS_OF_A_SESSION = 20_000;

	public InspectorLimits {
		if (sessions < 1 || bytes < 1) {
			throw new IllegalArgumentException(
					"Nothing could be kept in " + sessions + " sessions, " + bytes + " bytes");
		}
	}

	/**
	 * How much of it may be taken by what nobody has given to its session yet.
	 */
	long arrivedBytes() {
		return this.bytes / 8;
	}

	long keptBytes() {
		return this.bytes - 2 * arrivedBytes();
	}

	/**
	 * How much of it one session may take: beside it there is room for others.
	 */
	long bytesOfASession() {
		return Math.max(keptBytes() / 2, 1);
	}

	int spansOfASession() {
		return SPANS_OF_A_SESSION;
	}

}
