package io.voicetelemetry.session;

/**
 * What happened in a session, for its summary. Guarded by the lock of the tree.
 */
final class SessionCounts {

	private int userTurns;

	private int agentTurns;

	private int modelRequests;

	private int toolCalls;

	private int syntheses;

	private int interruptions;

	void ended(Stage stage) {
		switch (stage) {
			case USER_TURN -> this.userTurns++;
			case AGENT_TURN -> this.agentTurns++;
			case LLM_REQUEST, REALTIME_INFERENCE -> this.modelRequests++;
			case FUNCTION_TOOL -> this.toolCalls++;
			case TTS_REQUEST -> this.syntheses++;
			default -> {
			}
		}
	}

	void interrupted() {
		this.interruptions++;
	}

	int userTurns() {
		return this.userTurns;
	}

	int agentTurns() {
		return this.agentTurns;
	}

	int modelRequests() {
		return this.modelRequests;
	}

	int toolCalls() {
		return this.toolCalls;
	}

	int syntheses() {
		return this.syntheses;
	}

	int interruptions() {
		return this.interruptions;
	}

}
