package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One operation on a call.
 *
 * @param id what others call the handle that this begins
 * @param kind what is done
 * @param target the step whose handle it is done to; 0 is the session
 * @param value which of several: a stage, a key, an outcome
 */
record CallStep(int id, Kind kind, int target, int value) {

	/** All that an application may begin, and two that hang on others. */
	static final Stage[] STAGES = { Stage.SESSION_START, Stage.USER_TURN, Stage.USER_TURN, Stage.EOU_DETECTION,
			Stage.ON_USER_TURN_COMPLETED, Stage.STT_REQUEST, Stage.AGENT_TURN, Stage.AGENT_TURN, Stage.LLM_NODE,
			Stage.LLM_REQUEST, Stage.LLM_REQUEST, Stage.LLM_REQUEST_RUN, Stage.FUNCTION_TOOL, Stage.TTS_NODE,
			Stage.TTS_REQUEST, Stage.REALTIME_INFERENCE, Stage.OPERATION };

	enum Kind {

		START("s%2$d.wrapRunnable(() -> s%1$d = telemetry.start(s0, Stage.%4$s, null)).run();", 26),

		END("s%2$d.end();", 20), CANCEL("s%2$d.cancel();", 4), FAIL("s%2$d.fail(new IllegalStateException());", 6),

		ATTRIBUTE("s%2$d.setAttribute(\"app.%3$d\", 1);", 8), EVENT("s%2$d.addEvent(\"event\");", 6),

		/** Too many for one span if there are two of them. */
		ATTRIBUTES("for (int i = %3$d; i < %3$d + 40; i++) { s%2$d.setAttribute(\"app.\" + i, 1); }", 1),

		EVENTS("for (int i = 0; i < 40; i++) { s%2$d.addEvent(\"event\"); }", 1),

		START_SPEAKING("((UserTurn) s%2$d).startedSpeaking(null);", 4),

		STOP_SPEAKING("((UserTurn) s%2$d).stoppedSpeaking(null);", 4), COMMIT("((UserTurn) s%2$d).commit();", 2),

		PLAY("((AgentTurn) s%2$d).firstAudioPlayed(null);", 3),

		STOP_PLAYING("((AgentTurn) s%2$d).playoutEnded(null, null);", 2),

		INTERRUPT("((AgentTurn) s%2$d).interrupted(null);", 1), DISCARD("((AgentTurn) s%2$d).discarded();", 1),

		USE("((LlmCall) s%2$d).usage(TokenUsage.of(%3$d, %3$d));", 4),

		ATTEMPT("VoiceSpan s%1$d = ((LlmCall) s%2$d).startAttempt();", 2),

		SIGNAL_ATTEMPT("((LlmCall) s%2$d).attemptStarted();", 3),

		ATTEMPT_ENDED("((LlmCall) s%2$d).attemptEnded(null);", 2),

		ATTEMPT_FAILED("((LlmCall) s%2$d).attemptEnded(new IllegalStateException());", 1),

		END_SESSION("s0.end();", 0);

		private final String code;

		private final int weight;

		Kind(String code, int weight) {
			this.code = code;
			this.weight = weight;
		}

		/**
		 * The stage whose handles can do this; {@code null} is any.
		 */
		@Nullable Stage stage() {
			return switch (this) {
				case START_SPEAKING, STOP_SPEAKING, COMMIT -> Stage.USER_TURN;
				case PLAY, STOP_PLAYING, INTERRUPT, DISCARD -> Stage.AGENT_TURN;
				case USE, ATTEMPT, SIGNAL_ATTEMPT, ATTEMPT_ENDED, ATTEMPT_FAILED -> Stage.LLM_REQUEST;
				default -> null;
			};
		}

		boolean fits(Stage stage) {
			return (stage() == null || stage() == stage) && (stage != Stage.AGENT_SESSION || !ends());
		}

		/** Whether it ends a stage: the call has an end of its own. */
		private boolean ends() {
			return this == END || this == CANCEL || this == FAIL;
		}

	}

	private static final List<Kind> KINDS = new ArrayList<>();

	static {
		for (Kind kind : Kind.values()) {
			for (int i = 0; i < kind.weight; i++) {
				KINDS.add(kind);
			}
		}
	}

	/**
	 * What is done in one call.
	 * @param seed which call
	 */
	static List<CallStep> script(long seed, int length) {
		Random random = new Random(seed);
		List<CallStep> steps = new ArrayList<>(length);
		List<CallStep> begun = new ArrayList<>();
		for (int id = 1; id <= length; id++) {
			Kind kind = (id > length * 3 / 4 && random.nextInt(length) == 0) ? Kind.END_SESSION
					: KINDS.get(random.nextInt(KINDS.size()));
			CallStep step = new CallStep(id, kind, target(kind, begun, random),
					random.nextInt((kind == Kind.START) ? STAGES.length : 90));
			if (kind == Kind.START || kind == Kind.ATTEMPT) {
				begun.add(step);
			}
			steps.add(step);
		}
		return steps;
	}

	/**
	 * Mostly something that was begun lately, and of the kind that the step is about.
	 */
	private static int target(Kind kind, List<CallStep> begun, Random random) {
		Stage wanted = kind.stage();
		if (kind == Kind.END_SESSION || (wanted == null && !kind.ends() && random.nextInt(6) == 0)) {
			return 0;
		}
		List<CallStep> candidates = (wanted == null) ? begun
				: begun.stream().filter((step) -> step.stage() == wanted).collect(Collectors.toList());
		if (candidates.isEmpty()) {
			return 0;
		}
		int recent = random.nextBoolean() ? Math.min(3, candidates.size()) : candidates.size();
		return candidates.get(candidates.size() - 1 - random.nextInt(recent)).id();
	}

	Stage stage() {
		return (this.kind == Kind.START) ? STAGES[this.value] : Stage.LLM_REQUEST_RUN;
	}

	/**
	 * The step as Java.
	 */
	@Override
	public String toString() {
		return String.format(this.kind.code, this.id, this.target, this.value,
				(this.kind == Kind.START) ? stage().name() : "");
	}

}
