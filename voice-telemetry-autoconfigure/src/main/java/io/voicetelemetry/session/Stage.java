package io.voicetelemetry.session;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a voice span stands for. The constant's name in lower case is the value of
 * {@code voice.stage} and, unless the user names the span, its name. The names and
 * parents are LiveKit Agents 1.8's, with {@code stt_request} added.
 *
 * @since 0.1
 */
public enum Stage {

	/** One call, start to hang-up: the root of a trace of its own. */
	AGENT_SESSION("invoke_workflow"),

	/** The application sets up the call. */
	SESSION_START(null, AGENT_SESSION),

	/** The application tears down the call. */
	SESSION_CLOSE(null, AGENT_SESSION),

	/** The caller speaks until the turn is committed. */
	USER_TURN(null, AGENT_SESSION),

	/** The caller is heard speaking. */
	USER_SPEAKING(null, USER_TURN, AGENT_SESSION),

	/** From the end of speech to the decision that the turn is over. */
	EOU_WAIT(null, USER_TURN, AGENT_SESSION),

	/** A model judges whether the turn is over. */
	EOU_DETECTION(null, EOU_WAIT, USER_TURN),

	/** The application's own work between the caller's turn and the reply. */
	ON_USER_TURN_COMPLETED(null, USER_TURN, AGENT_SESSION),

	/** Speech recognition: audio to text. */
	STT_REQUEST(null, USER_TURN, AGENT_SESSION),

	/** One reply, all its steps, until it was played or cut off. */
	AGENT_TURN("invoke_agent", AGENT_SESSION),

	/** The caller hears the agent. */
	AGENT_SPEAKING(null, AGENT_TURN, AGENT_SESSION),

	/** The pipeline stage that asks a language model. */
	LLM_NODE(null, AGENT_TURN, AGENT_SESSION),

	/** One request to a provider of a language model. */
	LLM_REQUEST("chat", LLM_NODE, AGENT_TURN, AGENT_SESSION),

	/** One try of a request. */
	LLM_REQUEST_RUN(null, LLM_REQUEST),

	/** A function that the model asked for. */
	FUNCTION_TOOL("execute_tool", AGENT_TURN, AGENT_SESSION),

	/** The pipeline stage that turns text into speech. */
	TTS_NODE(null, AGENT_TURN, AGENT_SESSION),

	/** One request for speech synthesis: text to audio. */
	TTS_REQUEST(null, TTS_NODE, AGENT_TURN, AGENT_SESSION),

	/** One try of a synthesis. */
	TTS_REQUEST_RUN(null, TTS_REQUEST),

	/** One generation of a speech-to-speech model. */
	REALTIME_INFERENCE("generate_content", AGENT_TURN, AGENT_SESSION),

	/** Bounded work of the product's own. */
	OPERATION(null);

	private static final Set<Stage> USER_STAGES = EnumSet.of(USER_SPEAKING, EOU_WAIT, EOU_DETECTION,
			ON_USER_TURN_COMPLETED, STT_REQUEST);

	private final String value = name().toLowerCase(Locale.ROOT);

	private final @Nullable String operationName;

	private final int parents;

	Stage(@Nullable String operationName, Stage... parents) {
		this.operationName = operationName;
		int mask = 0;
		for (Stage parent : parents) {
			mask |= 1 << parent.ordinal();
		}
		this.parents = mask;
	}

	/**
	 * The stage as {@code voice.stage} carries it.
	 * @return the stage's name
	 */
	public String value() {
		return this.value;
	}

	/**
	 * The stage's {@code gen_ai.operation.name}.
	 * @return the operation, or {@code null} where the conventions have none
	 */
	public @Nullable String operationName() {
		return this.operationName;
	}

	/**
	 * Whether a span of this stage may stand under one of another.
	 * @param parent the other stage
	 * @return {@code true} if it may; an operation may stand under any stage
	 */
	public boolean mayStandUnder(Stage parent) {
		return this == OPERATION || (this.parents & (1 << parent.ordinal())) != 0;
	}

	/**
	 * Whether a span of this stage belongs to the caller's turn rather than the reply.
	 * @return {@code true} if it does
	 */
	boolean isOfUser() {
		return USER_STAGES.contains(this);
	}

}
