package io.voicetelemetry.session;

/**
 * What happened in a session, for its summary. Guarded by the lock of the tree.
 */
final class SessionCounts {

	private final int[] ended = new int[Stage.values().length];

	private int interruptions;

	void ended(Stage stage) {
		this.ended[stage.ordinal()]++;
	}

	void interrupted() {
		this.interruptions++;
	}

	int count(Stage stage) {
		return this.ended[stage.ordinal()];
	}

	int interruptions() {
		return this.interruptions;
	}

}
