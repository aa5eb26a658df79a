package io.voicetelemetry.session;

import java.time.Instant;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A turn of the caller: they speak until the turn is committed.
 *
 * @since 0.1
 */
public interface UserTurn extends VoiceSpan {

	/**
	 * The caller's turn in which this thread runs.
	 * @return the turn, or one that does nothing if there is none
	 */
	static UserTurn current() {
		return VoiceContext.nearest(Context.current(), UserTurn.class, NoopHandles.USER_TURN);
	}

	/**
	 * The turn's id, which the reply to it shares.
	 * @return the id
	 */
	String speechId();

	/**
	 * Signals that the caller is heard speaking; a wait for the end of the turn is over.
	 * @param at since when; {@code null} is now
	 */
	void startedSpeaking(@Nullable Instant at);

	/**
	 * Signals that the caller fell silent; the wait for the end of the turn begins.
	 * @param at since when; {@code null} is now
	 */
	void stoppedSpeaking(@Nullable Instant at);

	/**
	 * Signals a transcript that may still change.
	 * @param text what was understood
	 */
	void interimTranscript(@Nullable String text);

	/**
	 * Signals a transcript that will not change; several make up the turn.
	 * @param text what was understood
	 */
	void finalTranscript(@Nullable String text);

	/**
	 * Signals a transcript that will not change; several make up the turn.
	 * @param text what was understood
	 * @param confidence how sure the recogniser is, 0 to 1
	 */
	void finalTranscript(@Nullable String text, double confidence);

	/**
	 * Signals the decision that the caller is done. The turn stays open for work between
	 * it and the reply, until it is ended; ending it commits it too.
	 */
	void commit();

	/**
	 * Signals the decision that the caller is done.
	 * @param at when; {@code null} is now
	 */
	void commit(@Nullable Instant at);

	/**
	 * Begins a speech recognition.
	 * @return the recognition
	 */
	SpeechRecognition startRecognition();

	/**
	 * Begins a model's judgement whether the turn is over.
	 * @return the judgement
	 */
	EndOfTurnDetection startEndOfTurnDetection();

	/**
	 * Begins the application's own work between the caller's turn and the reply.
	 * @return the work
	 */
	VoiceSpan startOnUserTurnCompleted();

}
