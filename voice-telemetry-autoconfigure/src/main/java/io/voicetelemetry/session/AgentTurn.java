package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * One reply with all its steps, until it was played or cut off.
 *
 * @since 0.1
 */
public interface AgentTurn extends VoiceSpan {

	/**
	 * The reply in which this thread runs.
	 * @return the reply, or one that does nothing if there is none
	 */
	static AgentTurn current() {
		return VoiceContext.nearest(Context.current(), AgentTurn.class, NoopHandles.AGENT_TURN);
	}

	/**
	 * The turn's id: that of the caller's turn it answers, else its own.
	 * @return the id
	 */
	String speechId();

	/**
	 * Begins the stage that asks a model: a step of the reply.
	 * @return the stage
	 */
	LlmNode startLlmNode();

	/**
	 * Begins a request to a model: a step of the reply.
	 * @return the request
	 */
	LlmCall startLlmCall();

	/**
	 * Begins a generation of a speech-to-speech model: a step of the reply.
	 * @return the generation
	 */
	RealtimeInference startRealtimeInference();

	/**
	 * Begins a call of a tool that the model asked for.
	 * @param name the tool's name
	 * @return the tool call
	 */
	ToolCall startToolCall(@Nullable String name);

	/**
	 * Begins the stage that makes speech.
	 * @return the stage
	 */
	TtsNode startTtsNode();

	/**
	 * Begins a speech synthesis.
	 * @return the synthesis
	 */
	SpeechSynthesis startSynthesis();

	/**
	 * Signals that the caller hears the first audio of the reply, as the player reports
	 * it. If the reply answers a turn of the caller, the latency they felt is known now:
	 * a reply that is to be heard is ended after that, not when its text was sent off.
	 * @param at since when; {@code null} is now
	 */
	void firstAudioPlayed(@Nullable Instant at);

	/**
	 * Signals that playout ended, as the player reports it.
	 * @param position how much was played; {@code null} is not known
	 * @param at when; {@code null} is now
	 */
	void playoutEnded(@Nullable Duration position, @Nullable Instant at);

	/**
	 * Says what the caller heard of the reply, where that is known. Otherwise it is all
	 * that was generated if the reply was played to its end, and as much as
	 * {@link SpeechSynthesis#spoken} tells if it was cut off.
	 * @param text what the caller heard: content
	 * @return this
	 */
	AgentTurn spoken(@Nullable String text);

	/**
	 * Signals that the reply is cut off. It ends as cancelled when it is ended.
	 * @param source by what: {@code audio_activity}, {@code user_turn},
	 * {@code programmatic} or the application's own word
	 */
	void interrupted(@Nullable String source);

	/**
	 * Signals that the reply was prepared in advance and will not be heard: the next one
	 * answers the caller's turn in its place. It ends as cancelled when it is ended; what
	 * it has cost is counted, and marked. Once audio of it was heard, this is ignored.
	 */
	void discarded();

	/**
	 * Signals that an interruption was none.
	 * @param resumed whether the reply went on
	 */
	void falseInterruption(boolean resumed);

}
