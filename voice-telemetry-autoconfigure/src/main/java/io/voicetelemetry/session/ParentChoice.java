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
	static @Nullable SpanHandle parentOf(Stage stage, SpanHandle near, @Nullable SessionHandle session) {
		if (session == null) {
			return openOutsideSession(near);
		}
		boolean late = false;
		for (SpanHandle each = near; each != null && each != session; each = each.parent) {
			if (stage.mayStandUnder(each.stage())) {
				if (each.isOpen()) {
					return innerParent(stage, each);
				}
				// Its own turn is over: the next is none of its business.
				late |= each.stage() == Stage.USER_TURN || each.stage() == Stage.AGENT_TURN;
			}
		}
		if (!session.isOpen()) {
			return null;
		}
		if (stage != Stage.OPERATION && !late) {
			SpanHandle turn = stage.isOfUser() ? session.turns().openUserTurn() : session.turns().openAgentTurn();
			if (turn != null && stage.mayStandUnder(turn.stage())) {
				return innerParent(stage, turn);
			}
		}
		return stage.mayStandUnder(Stage.AGENT_SESSION) ? session : null;
	}

	/**
	 * The nearest stage that is still open. Outside any session there may be no turn or
	 * node to stand under, so any will do.
	 */
	static @Nullable SpanHandle openOutsideSession(SpanHandle near) {
		SpanHandle each = near;
		while (each != null && !each.isOpen()) {
			each = each.parent;
		}
		return each;
	}

	private static SpanHandle innerParent(Stage stage, SpanHandle parent) {
		if (stage == Stage.EOU_DETECTION && parent instanceof UserTurnHandle turn) {
			SpanHandle wait = turn.openWait();
			return (wait != null) ? wait : turn;
		}
		return parent;
	}

}
