package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the parent of a new span: the nearest stage around it that it may stand under,
 * else the open turn of its session, else the session.
 */
final class ParentChoice {

	private ParentChoice() {
	}

	/**
	 * The parent.
	 * @param near the innermost stage that the new one is in
	 * @param session the session, or {@code null} outside any
	 * @return the parent, or {@code null} if nothing is open that it may stand under
	 */
	static @Nullable SpanHandle parentOf(Stage stage, @Nullable SpanHandle near, @Nullable SessionHandle session) {
		for (SpanHandle each = near; each != null && each != session; each = each.parent) {
			if (each.isOpen() && stage.mayStandUnder(each.stage)) {
				return innerParent(stage, each);
			}
		}
		if (session == null) {
			// Outside any session there may be no turn or node to stand under.
			return (near != null && near.isOpen()) ? near : null;
		}
		if (!session.isOpen()) {
			return null;
		}
		if (stage != Stage.OPERATION) {
			SpanHandle turn = (stage.isOfUser()) ? session.openUserTurn() : session.openAgentTurn();
			if (turn != null && stage.mayStandUnder(turn.stage)) {
				return innerParent(stage, turn);
			}
		}
		return stage.mayStandUnder(Stage.AGENT_SESSION) ? session : null;
	}

	private static SpanHandle innerParent(Stage stage, SpanHandle parent) {
		if (stage == Stage.EOU_DETECTION && parent instanceof UserTurnHandle turn) {
			SpanHandle wait = turn.openWait();
			return (wait != null) ? wait : turn;
		}
		return parent;
	}

}
