package io.voicetelemetry.benchmarks;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * A session with a reply in it that is current on this thread.
 */
final class OpenReply implements AutoCloseable {

	private final VoiceSession session;

	private final AgentTurn turn;

	private final Scope scope;

	OpenReply(VoiceTelemetry telemetry, String sessionId) {
		this.session = telemetry.session()
			.id(sessionId)
			.userId(SessionValues.USER)
			.tenantId(SessionValues.TENANT)
			.roomName(SessionValues.ROOM)
			.start();
		this.turn = this.session.startAgentTurn();
		this.scope = this.turn.makeCurrent();
	}

	VoiceSession session() {
		return this.session;
	}

	@Override
	public void close() {
		this.scope.close();
		this.turn.end();
		this.session.end("hangup");
	}

}
