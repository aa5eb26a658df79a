package io.voicetelemetry.session;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When the caller is heard, told to their turn if one is open: they may begin before it
 * does.
 */
final class CallerSpeech {

	private final SessionHandle session;

	private @Nullable SpanHandle outsideTurn;

	CallerSpeech(SessionHandle session) {
		this.session = session;
	}

	void started(@Nullable Instant at) {
		UserTurnHandle turn = this.session.turns().openUserTurn();
		if (turn != null) {
			turn.startedSpeaking(at);
			return;
		}
		synchronized (this) {
			if (this.outsideTurn == null || !this.outsideTurn.isOpen()) {
				this.outsideTurn = this.session.startChild(Stage.USER_SPEAKING, null, at);
			}
		}
	}

	void stopped(@Nullable Instant at) {
		SpanHandle speaking;
		synchronized (this) {
			speaking = this.outsideTurn;
			this.outsideTurn = null;
		}
		if (speaking != null && speaking.isOpen()) {
			speaking.end(at);
		}
		// The turn may have been begun after the caller.
		UserTurnHandle turn = this.session.turns().openUserTurn();
		if (turn != null) {
			turn.stoppedSpeaking(at);
		}
		else if (speaking == null) {
			this.session.refuse(this.session.isOpen() ? RefusalReason.NO_PARENT : RefusalReason.LATE);
		}
	}

}
