package io.voicetelemetry.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Predicts what becomes of a call whose steps are taken one after the other: no locks, no
 * spans, no time.
 */
final class CallModel {

	private static final int MAX_ATTRIBUTES = 64;

	private static final int MAX_EVENTS = 64;

	private final Map<Integer, ModelSpan> begun = new HashMap<>();

	private final ModelSpan session = new ModelSpan(Stage.AGENT_SESSION, null, 0);

	private final Map<RefusalReason, Long> refusals = new EnumMap<>(RefusalReason.class);

	private final ModelUsageRows usage = new ModelUsageRows();

	private final ModelAttempts attempts = new ModelAttempts(this);

	private int spans = 1;

	private @Nullable ModelSpan userTurn;

	private @Nullable ModelSpan agentTurn;

	private CallModel() {
		this.begun.put(0, this.session);
	}

	static CallFacts predict(List<CallStep> steps) {
		CallModel model = new CallModel();
		steps.forEach(model::take);
		if (model.session.isOpen()) {
			model.endSession();
		}
		return new CallFacts(model.spans, model.session.toString(), model.refusals, model.usage.rows(), List.of());
	}

	private void take(CallStep step) {
		ModelSpan target = this.begun.get(step.target());
		if (target == null || !step.kind().fits(target.begunAs)) {
			return;
		}
		switch (step.kind()) {
			case START -> this.begun.put(step.id(), start(step.stage(), target, step.id()));
			case END, END_SESSION -> end(target, Outcome.SUCCESS);
			case CANCEL -> end(target, Outcome.CANCELLED);
			case FAIL -> end(target, Outcome.ERROR);
			case ATTRIBUTE -> addAttributes(target, step.value(), 1);
			case ATTRIBUTES -> addAttributes(target, step.value(), CallDriver.MANY);
			case EVENT -> addEvents(target, 1);
			case EVENTS -> addEvents(target, CallDriver.MANY);
			case START_SPEAKING -> startSpeaking(target);
			case STOP_SPEAKING -> stopSpeaking(target);
			case COMMIT -> {
				if (acceptsSignal(target)) {
					commit(target);
				}
			}
			case PLAY -> {
				if (accepts(target)) {
					if (!isOpen(target.speaking)) {
						target.speaking = start(Stage.AGENT_SPEAKING, target, 0);
					}
					target.heard = true;
				}
			}
			case STOP_PLAYING -> {
				if (accepts(target)) {
					endIfOpen(target.speaking, Outcome.SUCCESS);
				}
			}
			case INTERRUPT -> target.interrupted |= accepts(target);
			case DISCARD -> target.discarded |= accepts(target) && !target.heard;
			case USE -> {
				if (!target.isNodeOfRequest() && !target.replaced && accepts(target)) {
					target.tokens = step.value();
				}
			}
			case ATTEMPT -> {
				boolean node = target.isNodeOfRequest();
				ModelSpan attempt = start(node ? Stage.OPERATION : Stage.LLM_REQUEST_RUN, target, step.id());
				this.begun.put(step.id(), attempt);
				if (!node) {
					this.attempts.begun(target, attempt);
				}
			}
			case SIGNAL_ATTEMPT, ATTEMPT_ENDED, ATTEMPT_FAILED -> {
				if (!target.isNodeOfRequest()) {
					takeAttempt(step, target);
				}
			}
			default -> throw new IllegalStateException(step.toString());
		}
	}

	private void takeAttempt(CallStep step, ModelSpan target) {
		switch (step.kind()) {
			case SIGNAL_ATTEMPT -> this.attempts.signalled(target);
			case ATTEMPT_ENDED -> this.attempts.ended(target, Outcome.SUCCESS);
			default -> this.attempts.ended(target, Outcome.ERROR);
		}
	}

	private void addAttributes(ModelSpan span, int first, int number) {
		for (int key = first; key < first + number; key++) {
			if (accepts(span) && !span.attributes.contains(key)) {
				if (span.attributes.size() < MAX_ATTRIBUTES) {
					span.attributes.add(key);
				}
				else {
					refuse(RefusalReason.ATTRIBUTE_LIMIT);
				}
			}
		}
	}

	private void addEvents(ModelSpan span, int number) {
		for (int i = 0; i < number; i++) {
			if (accepts(span) && ++span.events > MAX_EVENTS) {
				refuse(RefusalReason.EVENT_LIMIT);
			}
		}
	}

	void refuse(RefusalReason reason) {
		this.refusals.merge(reason, 1L, Long::sum);
	}

	/** Whether something may still be written there. */
	boolean accepts(ModelSpan span) {
		return refuseUnless(span.state != ModelSpan.State.ENDED);
	}

	private boolean acceptsSignal(ModelSpan span) {
		return refuseUnless(span.isOpen());
	}

	private boolean refuseUnless(boolean inTime) {
		if (!inTime) {
			refuse(RefusalReason.LATE);
		}
		return inTime;
	}

	private static boolean isOpen(@Nullable ModelSpan span) {
		return span != null && span.isOpen();
	}

	@Nullable ModelSpan start(Stage stage, ModelSpan near, int id) {
		makeRoomFor(stage, near);
		ModelSpan parent = parentOf(stage, near);
		if (parent == null) {
			refuse(near.isOpen() ? RefusalReason.NO_PARENT : RefusalReason.LATE);
			return null;
		}
		ModelSpan span = new ModelSpan(stage, parent, id);
		parent.children.add(span);
		this.spans++;
		if (stage == Stage.USER_TURN) {
			this.userTurn = span;
		}
		else if (stage == Stage.AGENT_TURN) {
			this.agentTurn = span;
		}
		else if (parent.stage == Stage.AGENT_TURN && (stage == Stage.LLM_NODE || stage == Stage.LLM_REQUEST)) {
			parent.generations++;
		}
		return span;
	}

	/**
	 * A request in which another begins is the node around that, unless it was answered
	 * or its tries have failed: then the other is made in its place.
	 */
	private static void makeRoomFor(Stage stage, ModelSpan near) {
		if (stage != Stage.LLM_REQUEST && stage != Stage.TTS_REQUEST) {
			return;
		}
		ModelSpan outer = near;
		while (outer != null && (outer.stage != stage || !outer.isOpen())) {
			outer = outer.parent;
		}
		if (outer != null && outer.allTokens() < 0 && ModelAttempts.giveUp(outer)) {
			Stage node = (stage == Stage.LLM_REQUEST) ? Stage.LLM_NODE : Stage.TTS_NODE;
			outer.stage = node.mayStandUnder(outer.parent.stage) ? node : Stage.OPERATION;
		}
		else if (outer != null && outer.latestFailed) {
			outer.replaced = true;
		}
	}

	/**
	 * By the table of stages: the nearest around it, else the open turn, else the
	 * session.
	 */
	private @Nullable ModelSpan parentOf(Stage stage, ModelSpan near) {
		boolean turnIsOver = false;
		for (ModelSpan each = near; each != this.session; each = each.parent) {
			if (stage.mayStandUnder(each.stage)) {
				if (each.isOpen()) {
					return inside(stage, each);
				}
				turnIsOver |= each.stage == Stage.USER_TURN || each.stage == Stage.AGENT_TURN;
			}
		}
		if (!this.session.isOpen()) {
			return null;
		}
		ModelSpan turn = switch (stage) {
			case USER_SPEAKING, EOU_WAIT, EOU_DETECTION, ON_USER_TURN_COMPLETED, STT_REQUEST -> this.userTurn;
			case AGENT_SPEAKING, LLM_NODE, LLM_REQUEST, FUNCTION_TOOL, TTS_NODE, TTS_REQUEST, REALTIME_INFERENCE ->
				this.agentTurn;
			default -> null;
		};
		if (!turnIsOver && isOpen(turn)) {
			return inside(stage, turn);
		}
		return stage.mayStandUnder(Stage.AGENT_SESSION) ? this.session : null;
	}

	private static ModelSpan inside(Stage stage, ModelSpan parent) {
		return (stage == Stage.EOU_DETECTION && parent.stage == Stage.USER_TURN && isOpen(parent.wait)) ? parent.wait
				: parent;
	}

	private void startSpeaking(ModelSpan turn) {
		if (acceptsSignal(turn) && !isOpen(turn.speaking)) {
			endIfOpen(turn.wait, Outcome.SUCCESS);
			turn.speaking = start(Stage.USER_SPEAKING, turn, 0);
		}
	}

	private void stopSpeaking(ModelSpan turn) {
		if (acceptsSignal(turn)) {
			endIfOpen(turn.speaking, Outcome.SUCCESS);
			if (!isOpen(turn.wait) && !turn.committed) {
				turn.wait = start(Stage.EOU_WAIT, turn, 0);
			}
		}
	}

	private void commit(ModelSpan turn) {
		if (!turn.committed) {
			turn.committed = true;
			endIfOpen(turn.wait, Outcome.SUCCESS);
		}
	}

	void endIfOpen(@Nullable ModelSpan span, Outcome outcome) {
		if (isOpen(span)) {
			finish(span, outcome);
		}
	}

	private void end(ModelSpan span, Outcome outcome) {
		if (span == this.session) {
			if (span.isOpen()) {
				span.requested = outcome;
				endSession();
			}
			else {
				refuse(RefusalReason.DOUBLE_END);
			}
			return;
		}
		if (span.isOpen() && span.stage == Stage.USER_TURN) {
			if (outcome == Outcome.SUCCESS) {
				commit(span);
			}
			endIfOpen(span.wait, Outcome.CANCELLED);
			endIfOpen(span.speaking, Outcome.SUCCESS);
		}
		else if (span.isOpen() && span.stage == Stage.AGENT_TURN) {
			endIfOpen(span.speaking, Outcome.SUCCESS);
		}
		finish(span, outcome);
	}

	void finish(ModelSpan span, Outcome outcome) {
		if (!span.isOpen()) {
			refuse(RefusalReason.DOUBLE_END);
			return;
		}
		span.requested = outcome;
		span.state = ModelSpan.State.ENDING;
		for (ModelSpan each = span; each != null && each.state == ModelSpan.State.ENDING
				&& !each.hasRunningChild(); each = each.parent) {
			complete(each);
		}
	}

	/** What still runs is cancelled, the last to begin first, children before parents. */
	private void endSession() {
		this.session.state = ModelSpan.State.ENDING;
		Deque<ModelSpan> stack = new ArrayDeque<>();
		stack.push(this.session);
		List<ModelSpan> order = new ArrayList<>();
		while (!stack.isEmpty()) {
			ModelSpan span = stack.pop();
			if (span.isOpen()) {
				span.state = ModelSpan.State.ENDING;
				span.requested = Outcome.CANCELLED;
			}
			order.add(0, span);
			// The first to begin is popped first, so it is the last to complete.
			for (int i = span.children.size() - 1; i >= 0; i--) {
				if (span.children.get(i).state != ModelSpan.State.ENDED) {
					stack.push(span.children.get(i));
				}
			}
		}
		order.forEach(this::complete);
	}

	private void complete(ModelSpan span) {
		span.complete();
		this.usage.add(span);
	}

}
