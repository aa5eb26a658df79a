package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.opentelemetry.context.Context;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a speech-to-speech model: audio in, audio out.
 *
 * @since 0.1
 */
public interface RealtimeInference extends VoiceSpan {

	/**
	 * The generation in which this thread runs.
	 * @return the generation, or one that does nothing if there is none
	 */
	static RealtimeInference current() {
		return VoiceContext.nearest(Context.current(), RealtimeInference.class, NoopHandles.REALTIME_INFERENCE);
	}

	/**
	 * Says who is asked.
	 * @param provider the provider, as the GenAI conventions name it
	 * @param model the model asked for
	 * @return this
	 */
	RealtimeInference model(@Nullable String provider, @Nullable String model);

	/**
	 * Signals the first audio of the answer; later calls are ignored.
	 * @param at when it came; {@code null} is now
	 */
	void firstAudio(@Nullable Instant at);

	/**
	 * Says how many tokens the generation took, audio and text told apart where the
	 * provider does; what is not known leaves what was said before.
	 * @param usage the tokens
	 * @return this
	 */
	RealtimeInference usage(@Nullable TokenUsage usage);

	/**
	 * Says who answered.
	 * @param id the provider's id of the answer
	 * @param model the model that answered
	 * @return this
	 */
	RealtimeInference response(@Nullable String id, @Nullable String model);

	/**
	 * Says what the model is told to be.
	 * @param text the instructions: content
	 * @return this
	 */
	RealtimeInference systemInstructions(@Nullable String text);

	/**
	 * Says which tools the model may ask for.
	 * @param tools the tools: content
	 * @return this
	 */
	RealtimeInference toolDefinitions(@Nullable List<ToolDefinition> tools);

	/**
	 * Says what the caller said that this answers, as the provider understood it; several
	 * transcripts make it up. Without it, it is the transcript of the turn that the reply
	 * answers. Told when this is over, it counts for the reply alone.
	 * @param text a transcript that will not change: content
	 * @return this
	 */
	RealtimeInference inputTranscript(@Nullable String text);

	/**
	 * Says what the model says, piece by piece: the pieces make up the text as they are.
	 * @param text a piece of the transcript, or all of it: content
	 * @return this
	 */
	RealtimeInference outputTranscript(@Nullable String text);

	/**
	 * Says which tools the model asks for, in place of what was said before.
	 * @param toolCalls the calls: content
	 * @return this
	 */
	RealtimeInference toolCalls(@Nullable List<ChatMessage.ToolRequest> toolCalls);

	/**
	 * Says why the model stopped.
	 * @param finishReasons the reasons
	 * @return this
	 */
	RealtimeInference finishReasons(@Nullable List<String> finishReasons);

	/**
	 * Says how long the provider's session lasted, where that is billed.
	 * @param duration how long, since it was last told
	 * @return this
	 */
	RealtimeInference sessionDuration(@Nullable Duration duration);

	/**
	 * Says how long it took to get a connection.
	 * @param acquireTime how long, or {@code null} if unknown
	 * @param reused whether the connection was there already
	 * @return this
	 */
	RealtimeInference connected(@Nullable Duration acquireTime, boolean reused);

}
