package io.voicetelemetry.session;

import java.time.Instant;
import java.util.List;

import io.opentelemetry.context.Context;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider of a language model.
 *
 * @since 0.1
 */
public interface LlmCall extends RetriedRequest {

	/**
	 * The request in which this thread runs: inside a method annotated with
	 * {@code @TracedLlmCall}, that method's.
	 * @return the request, or one that does nothing if there is none
	 */
	static LlmCall current() {
		return VoiceContext.nearest(Context.current(), LlmCall.class, NoopHandles.LLM_CALL);
	}

	/**
	 * Says who is asked.
	 * @param provider the provider, as the GenAI conventions name it ({@code openai},
	 * {@code anthropic}, {@code aws.bedrock}, …)
	 * @param model the model asked for
	 * @return this
	 */
	LlmCall model(@Nullable String provider, @Nullable String model);

	/**
	 * Says what the model is told, where that is one text of the caller's.
	 * @param text the prompt: content
	 * @return this
	 */
	LlmCall prompt(@Nullable String text);

	/**
	 * Says what the model is told: the conversation so far, in place of a prompt.
	 * @param messages the messages, first to last: content
	 * @return this
	 */
	LlmCall messages(@Nullable List<ChatMessage> messages);

	/**
	 * Says what the model is told to be, where that is no message of the conversation.
	 * @param text the instructions: content
	 * @return this
	 */
	LlmCall systemInstructions(@Nullable String text);

	/**
	 * Says which tools the model may ask for.
	 * @param tools the tools: content
	 * @return this
	 */
	LlmCall toolDefinitions(@Nullable List<ToolDefinition> tools);

	/**
	 * Signals the first token of the answer; later calls are ignored.
	 */
	void firstToken();

	/**
	 * Signals the first token of the answer; later calls are ignored.
	 * @param at when it came; {@code null} is now
	 */
	void firstToken(@Nullable Instant at);

	/**
	 * Signals a piece of the answer: the first is the first token, and between the first
	 * and the last of them the tokens for each second are counted. Optional, for who has
	 * the pieces at hand.
	 */
	void tokensReceived();

	/**
	 * Takes in a piece of the answer's text as it comes, none at the same time as
	 * another: the first is the first token, all are counted, and they are put together
	 * only where content is captured. It costs next to nothing, and reads no clock but
	 * for the first. What {@link #completion(String)} says afterwards takes the place of
	 * the pieces.
	 * @param piece the piece: content; {@code null} and empty ones are ignored
	 */
	void textReceived(@Nullable String piece);

	/**
	 * Says how many tokens the request took; what is not known leaves what was said
	 * before.
	 * @param usage the tokens
	 * @return this
	 */
	LlmCall usage(@Nullable TokenUsage usage);

	/**
	 * Says who answered.
	 * @param id the provider's id of the answer
	 * @param model the model that answered
	 * @return this
	 */
	LlmCall response(@Nullable String id, @Nullable String model);

	/**
	 * Says why the model stopped.
	 * @param finishReasons the reasons, one for each choice
	 * @return this
	 */
	LlmCall finishReasons(@Nullable List<String> finishReasons);

	/**
	 * Says what the model answered, in place of what was said before.
	 * @param text the answer: content
	 * @return this
	 */
	LlmCall completion(@Nullable String text);

	/**
	 * Says which tools the model asks for, with or without a text, in place of what was
	 * said before.
	 * @param toolCalls the calls: content
	 * @return this
	 */
	LlmCall toolCalls(@Nullable List<ChatMessage.ToolRequest> toolCalls);

	/**
	 * Says what a result tells: what it does not know leaves what was said before, and
	 * its text is asked for only where content is captured.
	 * @param result the result
	 * @return this
	 */
	LlmCall answered(@Nullable LlmResult result);

}
