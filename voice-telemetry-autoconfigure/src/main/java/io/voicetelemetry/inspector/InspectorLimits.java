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

	private static final int MAX_UNDECIDED = 1000;

	private static final int MAX_CUT_OFF = 10_000;

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

	/**
	 * How many spans that have started may wait until they say of what session they are.
	 */
	int undecided() {
		return (int) Math.min(arrivedBytes() / 4 / KeptSession.BYTES_OF_AN_OPEN_SPAN, MAX_UNDECIDED);
	}

	/**
	 * How many sessions are remembered that had to go while they went on.
	 */
	int cutOff() {
		return (int) Math.min(this.bytes / 10_000, MAX_CUT_OFF);
	}

	int spansOfASession() {
		return SPANS_OF_A_SESSION;
	}

}
