package io.voicetelemetry.session;

import java.time.Instant;
import java.util.function.Consumer;

import io.opentelemetry.context.Context;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.usage.UsageCollector;
import org.jspecify.annotations.Nullable;

/**
 * One call, start to hang-up, over many threads and callbacks. What happens in it hangs
 * under the turn that is open; where none is, under the session.
 *
 * @since 0.1
 */
public interface VoiceSession extends VoiceSpan {

	/**
	 * The session of this thread.
	 * @return the session, or one that does nothing if there is none
	 */
	static VoiceSession current() {
		VoiceSession current = VoiceContext.session(Context.current());
		return (current != null) ? current : NoopHandles.SESSION;
	}

	/**
	 * The session's id, given or generated.
	 * @return the id
	 */
	String id();

	/**
	 * Begins a turn of the caller, which stays the current one until the next.
	 * @return the turn
	 */
	UserTurn startUserTurn();

	/**
	 * Begins a turn of the caller at a time that has passed.
	 * @param at when; {@code null} is now
	 * @return the turn
	 */
	UserTurn startUserTurn(@Nullable Instant at);

	/**
	 * Begins a reply, which stays the current one until the next.
	 * @return the reply
	 */
	AgentTurn startAgentTurn();

	/**
	 * The caller's turn that was begun last.
	 * @return the turn, or one that does nothing if none is open
	 */
	UserTurn userTurn();

	/**
	 * The reply that was begun last.
	 * @return the reply, or one that does nothing if none is open
	 */
	AgentTurn agentTurn();

	/**
	 * Begins the set-up of the call.
	 * @return the work
	 */
	VoiceSpan startSessionStart();

	/**
	 * Begins the tear-down of the call.
	 * @return the work
	 */
	VoiceSpan startSessionClose();

	/**
	 * Begins a speech recognition, of the caller's turn if one is open.
	 * @return the recognition
	 */
	SpeechRecognition startRecognition();

	/**
	 * Begins the stage that asks a model, of the reply if one is open.
	 * @return the stage
	 */
	LlmNode startLlmNode();

	/**
	 * Begins a request to a model, of the reply if one is open.
	 * @return the request
	 */
	LlmCall startLlmCall();

	/**
	 * Begins a generation of a speech-to-speech model, of the reply if one is open.
	 * @return the generation
	 */
	RealtimeInference startRealtimeInference();

	/**
	 * Begins a call of a tool, of the reply if one is open.
	 * @param name the tool's name
	 * @return the tool call
	 */
	ToolCall startToolCall(@Nullable String name);

	/**
	 * Begins the stage that makes speech, of the reply if one is open.
	 * @return the stage
	 */
	TtsNode startTtsNode();

	/**
	 * Begins a speech synthesis, of the reply if one is open.
	 * @return the synthesis
	 */
	SpeechSynthesis startSynthesis();

	/**
	 * Signals that the caller is heard speaking.
	 * @param at since when; {@code null} is now
	 */
	void userStartedSpeaking(@Nullable Instant at);

	/**
	 * Signals that the caller fell silent.
	 * @param at since when; {@code null} is now
	 */
	void userStoppedSpeaking(@Nullable Instant at);

	/**
	 * Signals that the caller's last turn gets no answer: what is said later is no reply
	 * to it. A turn whose reply ends without a word gets none by itself, unless that
	 * reply handed over to another agent.
	 */
	void leaveUnanswered();

	/**
	 * Names the agent that speaks from now on. A reply that is under way records the
	 * hand-off; the caller's turn waits on until some reply answers it, or
	 * {@link #leaveUnanswered()}.
	 * @param agentName the agent's name
	 */
	void handOff(@Nullable String agentName);

	/**
	 * What the session has used so far. It is fed by itself; what a listener gives it
	 * again is not counted twice.
	 * @return the collector
	 */
	UsageCollector usage();

	/**
	 * Has a listener told the figures of this session from now on.
	 * @param listener the listener
	 */
	void addListener(@Nullable VoiceMetricsListener listener);

	/**
	 * Has a callback told when the session has ended, not on the thread that ended it.
	 * After the end it is told at once.
	 * @param callback the callback
	 */
	void onEnd(@Nullable Consumer<SessionSummary> callback);

	/**
	 * Ends the session and whatever runs in it.
	 * @param disconnectReason why, in few words that are never content; {@code null} is
	 * {@code hangup}
	 */
	void end(@Nullable String disconnectReason);

}
