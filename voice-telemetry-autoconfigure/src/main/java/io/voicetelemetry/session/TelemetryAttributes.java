package io.voicetelemetry.session;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.TokenType;
import org.jspecify.annotations.Nullable;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

/**
 * Every attribute that this project puts on a span, in its one canonical vocabulary, and
 * for each whether its value is content. {@code gen_ai.*} names are those of the GenAI
 * semantic conventions of August 2026, {@code voice.*} is for what they have no word for.
 * Times are seconds. The stages that carry each attribute are listed in
 * {@code docs/conventions.md}.
 *
 * @since 0.1
 * @see <a href=
 * "https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-spans.md">GenAI
 * spans</a>
 */
public final class TelemetryAttributes {

	private static final Map<String, TelemetryAttribute<?>> BY_NAME = new LinkedHashMap<>();

	// On every voice span

	/** Which stage the span stands for: the value of a {@link Stage}. */
	public static final TelemetryAttribute<String> STAGE = ofLifecycle(stringKey("voice.stage"));

	/** How it ended: {@code success}, {@code error} or {@code cancelled}. */
	public static final TelemetryAttribute<String> OUTCOME = ofLifecycle(stringKey("voice.outcome"));

	/** The session's id, given or generated. */
	public static final TelemetryAttribute<String> SESSION_ID = ofLifecycle(stringKey("session.id"));

	/** The session's id if it was given; never invented. */
	public static final TelemetryAttribute<String> CONVERSATION_ID = safe(stringKey("gen_ai.conversation.id"));

	/** The caller, as the application knows them. */
	public static final TelemetryAttribute<String> USER_ID = safe(stringKey("user.id"));

	/** The customer on whose behalf the agent speaks. */
	public static final TelemetryAttribute<String> TENANT_ID = safe(stringKey("tenant.id"));

	/** The room or line of the call. */
	public static final TelemetryAttribute<String> ROOM_NAME = safe(stringKey("voice.room_name"));

	/** The turn: shared by the caller's turn and the reply that answers it. */
	public static final TelemetryAttribute<String> SPEECH_ID = ofLifecycle(stringKey("voice.speech_id"));

	/** Where in the application the annotated method is: {@code Class.method}. */
	public static final TelemetryAttribute<String> CALL_SITE = safe(stringKey("voice.call_site"));

	/** What the application uses the call for. */
	public static final TelemetryAttribute<String> USE_CASE = safe(stringKey("voice.use_case"));

	/** The class of an error. */
	public static final TelemetryAttribute<String> ERROR_TYPE = safe(stringKey("error.type"));

	/** How many events are missing, if any are: neither among the first nor the last. */
	public static final TelemetryAttribute<Long> DROPPED_EVENTS = ofLifecycle(longKey("voice.dropped_events"));

	// Session

	/** Why the call ended. */
	public static final TelemetryAttribute<String> DISCONNECT_REASON = ofLifecycle(
			stringKey("voice.disconnect_reason"));

	/** The agent that speaks. */
	public static final TelemetryAttribute<String> AGENT_NAME = safe(stringKey("gen_ai.agent.name"));

	/** The agent that spoke before a hand-off. */
	public static final TelemetryAttribute<String> PREVIOUS_AGENT_NAME = safe(stringKey("voice.previous_agent_name"));

	// The caller's turn

	/** What the caller said. */
	public static final TelemetryAttribute<String> TRANSCRIPT = content(stringKey("voice.transcript"));

	/** Mean confidence of the final transcripts, 0 to 1. */
	public static final TelemetryAttribute<Double> TRANSCRIPT_CONFIDENCE = safe(
			doubleKey("voice.transcript_confidence"));

	/** End of speech to the decision that the turn is over, in seconds. */
	public static final TelemetryAttribute<Double> END_OF_UTTERANCE_DELAY = safe(
			doubleKey("voice.end_of_utterance_delay"));

	/** End of speech to the last final transcript, in seconds. */
	public static final TelemetryAttribute<Double> TRANSCRIPTION_DELAY = safe(doubleKey("voice.transcription_delay"));

	/** The application's own work between turn and reply, in seconds. */
	public static final TelemetryAttribute<Double> ON_USER_TURN_COMPLETED_DELAY = safe(
			doubleKey("voice.on_user_turn_completed_delay"));

	/** How a wait for the end of the turn ended. */
	public static final TelemetryAttribute<String> EOU_OUTCOME = safe(stringKey("voice.eou.outcome"));

	/** Probability that the turn is over, 0 to 1. */
	public static final TelemetryAttribute<Double> EOU_PROBABILITY = safe(doubleKey("voice.eou.probability"));

	// The reply

	/** Whether the reply was cut off. */
	public static final TelemetryAttribute<Boolean> INTERRUPTED = safe(booleanKey("voice.interrupted"));

	/** By what the reply was cut off. */
	public static final TelemetryAttribute<String> INTERRUPTION_SOURCE = safe(stringKey("voice.interruption.source"));

	/** Whether the reply went on after a false interruption. */
	public static final TelemetryAttribute<Boolean> FALSE_INTERRUPTION_RESUMED = safe(
			booleanKey("voice.false_interruption.resumed"));

	/** How many steps the reply took. */
	public static final TelemetryAttribute<Long> GENERATION_COUNT = safe(longKey("voice.generation_count"));

	/** One step of the reply. */
	public static final TelemetryAttribute<String> GENERATION_ID = safe(stringKey("voice.generation_id"));

	/** The step before. */
	public static final TelemetryAttribute<String> PARENT_GENERATION_ID = safe(stringKey("voice.parent_generation_id"));

	/** End of the caller's speech to the first audio played, in seconds. */
	public static final TelemetryAttribute<Double> E2E_LATENCY = safe(doubleKey("voice.e2e_latency"));

	/** LiveKit's sum of what makes up the latency, in seconds. */
	public static final TelemetryAttribute<Double> TOTAL_LATENCY = safe(doubleKey("voice.total_latency"));

	private static final Map<LatencyPart.Kind, TelemetryAttribute<Double>> LATENCY_PARTS = new EnumMap<>(
			LatencyPart.Kind.class);

	static {
		for (LatencyPart.Kind kind : LatencyPart.Kind.values()) {
			LATENCY_PARTS.put(kind, safe(doubleKey("voice.latency." + kind.value())));
		}
	}

	/** Whether the reply was prepared in advance and never heard. */
	public static final TelemetryAttribute<Boolean> DISCARDED = safe(booleanKey("voice.discarded"));

	/** How much of the reply was played, in seconds. */
	public static final TelemetryAttribute<Double> PLAYOUT_POSITION = safe(doubleKey("voice.playout.position"));

	// Model calls

	/** What kind of operation it is. */
	public static final TelemetryAttribute<String> OPERATION_NAME = safe(stringKey("gen_ai.operation.name"));

	/** Who provides the model. */
	public static final TelemetryAttribute<String> PROVIDER_NAME = safe(stringKey("gen_ai.provider.name"));

	/** The model that was asked for. */
	public static final TelemetryAttribute<String> REQUEST_MODEL = safe(stringKey("gen_ai.request.model"));

	/** Whether the answer was asked for as a stream; absent when not. */
	public static final TelemetryAttribute<Boolean> REQUEST_STREAM = safe(booleanKey("gen_ai.request.stream"));

	/** The longest answer asked for, in tokens. */
	public static final TelemetryAttribute<Long> REQUEST_MAX_TOKENS = safe(longKey("gen_ai.request.max_tokens"));

	/** The sampling temperature asked for. */
	public static final TelemetryAttribute<Double> REQUEST_TEMPERATURE = safe(doubleKey("gen_ai.request.temperature"));

	/** The share of likely tokens that was to be chosen from. */
	public static final TelemetryAttribute<Double> REQUEST_TOP_P = safe(doubleKey("gen_ai.request.top_p"));

	/** How many likely tokens were to be chosen from. */
	public static final TelemetryAttribute<Long> REQUEST_TOP_K = safe(longKey("gen_ai.request.top_k"));

	/** How much less likely the model was to repeat what it says often. */
	public static final TelemetryAttribute<Double> REQUEST_FREQUENCY_PENALTY = safe(
			doubleKey("gen_ai.request.frequency_penalty"));

	/** How much less likely the model was to repeat itself at all. */
	public static final TelemetryAttribute<Double> REQUEST_PRESENCE_PENALTY = safe(
			doubleKey("gen_ai.request.presence_penalty"));

	/** What the model was to stop at. */
	public static final TelemetryAttribute<List<String>> REQUEST_STOP_SEQUENCES = safe(
			stringArrayKey("gen_ai.request.stop_sequences"));

	/** How many answers were asked for; absent if one. */
	public static final TelemetryAttribute<Long> REQUEST_CHOICE_COUNT = safe(longKey("gen_ai.request.choice.count"));

	/** The seed that makes answers repeatable. */
	public static final TelemetryAttribute<Long> REQUEST_SEED = safe(longKey("gen_ai.request.seed"));

	/** How much the model was to reason. */
	public static final TelemetryAttribute<String> REQUEST_REASONING_LEVEL = safe(
			stringKey("gen_ai.request.reasoning.level"));

	/** What kind of answer was asked for: {@code text}, {@code json}, {@code speech}. */
	public static final TelemetryAttribute<String> OUTPUT_TYPE = safe(stringKey("gen_ai.output.type"));

	/** The model that answered. */
	public static final TelemetryAttribute<String> RESPONSE_MODEL = safe(stringKey("gen_ai.response.model"));

	/** The provider's id of the answer. */
	public static final TelemetryAttribute<String> RESPONSE_ID = safe(stringKey("gen_ai.response.id"));

	/** Why the model stopped. */
	public static final TelemetryAttribute<List<String>> RESPONSE_FINISH_REASONS = safe(
			stringArrayKey("gen_ai.response.finish_reasons"));

	/** Start of the request to the first token, in seconds. */
	public static final TelemetryAttribute<Double> TIME_TO_FIRST_CHUNK = safe(
			doubleKey("gen_ai.response.time_to_first_chunk"));

	/** Tokens of the prompt, cached ones included. */
	public static final TelemetryAttribute<Long> INPUT_TOKENS = safe(longKey("gen_ai.usage.input_tokens"));

	/** Tokens of the completion, reasoning included. */
	public static final TelemetryAttribute<Long> OUTPUT_TOKENS = safe(longKey("gen_ai.usage.output_tokens"));

	/** The part of the input read from a cache. */
	public static final TelemetryAttribute<Long> CACHE_READ_INPUT_TOKENS = safe(
			longKey("gen_ai.usage.cache_read.input_tokens"));

	/** The part of the input written to a cache. */
	public static final TelemetryAttribute<Long> CACHE_CREATION_INPUT_TOKENS = safe(
			longKey("gen_ai.usage.cache_creation.input_tokens"));

	/** The part of the output spent on reasoning. */
	public static final TelemetryAttribute<Long> REASONING_OUTPUT_TOKENS = safe(
			longKey("gen_ai.usage.reasoning.output_tokens"));

	private static final Map<TokenType, TelemetryAttribute<Long>> TOKENS = new EnumMap<>(
			Map.of(TokenType.INPUT, INPUT_TOKENS, TokenType.OUTPUT, OUTPUT_TOKENS, TokenType.CACHED_INPUT,
					CACHE_READ_INPUT_TOKENS, TokenType.CACHE_CREATION_INPUT, CACHE_CREATION_INPUT_TOKENS,
					TokenType.REASONING_OUTPUT, REASONING_OUTPUT_TOKENS));

	static {
		for (TokenType type : TokenType.values()) {
			TOKENS.computeIfAbsent(type, (other) -> safe(longKey("voice.tokens." + other.value())));
		}
	}

	/** Tokens of the answer for each second between the first and the last. */
	public static final TelemetryAttribute<Double> TOKENS_PER_SECOND = safe(doubleKey("voice.tokens_per_second"));

	/** In how many pieces the text of an answer came. */
	public static final TelemetryAttribute<Long> LLM_CHUNKS = safe(longKey("voice.llm.chunks"));

	/** How many characters these pieces have. */
	public static final TelemetryAttribute<Long> LLM_CHARACTERS = safe(longKey("voice.llm.characters"));

	/** How long a session of a speech-to-speech provider lasted, in seconds. */
	public static final TelemetryAttribute<Double> REALTIME_SESSION_DURATION = safe(
			doubleKey("voice.realtime.session_duration"));

	/** How long it took to get a connection, in seconds. */
	public static final TelemetryAttribute<Double> CONNECTION_ACQUIRE_TIME = safe(
			doubleKey("voice.connection.acquire_time"));

	/** Whether the connection was there already. */
	public static final TelemetryAttribute<Boolean> CONNECTION_REUSED = safe(booleanKey("voice.connection.reused"));

	/** Instructions to the model. */
	public static final TelemetryAttribute<String> SYSTEM_INSTRUCTIONS = content(
			stringKey("gen_ai.system_instructions"));

	/** The tools that the model could ask for. */
	public static final TelemetryAttribute<String> TOOL_DEFINITIONS = content(stringKey("gen_ai.tool.definitions"));

	/** What the model was told. */
	public static final TelemetryAttribute<String> INPUT_MESSAGES = content(stringKey("gen_ai.input.messages"));

	/** What the model answered. */
	public static final TelemetryAttribute<String> OUTPUT_MESSAGES = content(stringKey("gen_ai.output.messages"));

	/** Which try of a request it is, from 0. */
	public static final TelemetryAttribute<Long> RETRY_COUNT = safe(longKey("voice.retry_count"));

	/** How many tries a request took; absent if one. */
	public static final TelemetryAttribute<Long> ATTEMPTS = safe(longKey("voice.attempts"));

	/** How long the last of several tries took, in seconds. */
	public static final TelemetryAttribute<Double> ATTEMPT_DURATION = safe(doubleKey("voice.attempt.duration"));

	/** Start of the last of several tries to the first token, in seconds. */
	public static final TelemetryAttribute<Double> ATTEMPT_TIME_TO_FIRST_CHUNK = safe(
			doubleKey("voice.attempt.time_to_first_chunk"));

	/** Start of the last of several tries to the first byte of audio, in seconds. */
	public static final TelemetryAttribute<Double> ATTEMPT_TIME_TO_FIRST_BYTE = safe(
			doubleKey("voice.attempt.time_to_first_byte"));

	/** Which fallback it was, from 1; absent where what was asked for first answered. */
	public static final TelemetryAttribute<Long> FALLBACK_INDEX = safe(longKey("voice.fallback.index"));

	// Tools

	/** The tool's name. */
	public static final TelemetryAttribute<String> TOOL_NAME = safe(stringKey("gen_ai.tool.name"));

	/** What kind of tool it is. */
	public static final TelemetryAttribute<String> TOOL_TYPE = safe(stringKey("gen_ai.tool.type"));

	/** The model's id of the tool call. */
	public static final TelemetryAttribute<String> TOOL_CALL_ID = safe(stringKey("gen_ai.tool.call.id"));

	/** What the model is told about the tool. */
	public static final TelemetryAttribute<String> TOOL_DESCRIPTION = content(stringKey("gen_ai.tool.description"));

	/** What the model called the tool with. */
	public static final TelemetryAttribute<String> TOOL_CALL_ARGUMENTS = content(
			stringKey("gen_ai.tool.call.arguments"));

	/** What the tool answered. */
	public static final TelemetryAttribute<String> TOOL_CALL_RESULT = content(stringKey("gen_ai.tool.call.result"));

	// Speech

	/** How much audio was recognised, in seconds. */
	public static final TelemetryAttribute<Double> STT_AUDIO_DURATION = safe(doubleKey("voice.stt.audio_duration"));

	/** The language that was recognised. */
	public static final TelemetryAttribute<String> STT_LANGUAGE = safe(stringKey("voice.stt.language"));

	/** The text to be spoken. */
	public static final TelemetryAttribute<String> TTS_INPUT_TEXT = content(stringKey("voice.tts.input_text"));

	/** What the caller heard. */
	public static final TelemetryAttribute<String> SPOKEN_TEXT = content(stringKey("voice.spoken_text"));

	/** How many characters were handed to synthesis. */
	public static final TelemetryAttribute<Long> TTS_CHARACTERS = safe(longKey("voice.tts.characters"));

	/** How many bytes of audio were received. */
	public static final TelemetryAttribute<Long> TTS_AUDIO_BYTES = safe(longKey("voice.tts.audio_bytes"));

	/** How the audio is coded: {@code pcm16/24000}, say. */
	public static final TelemetryAttribute<String> TTS_AUDIO_FORMAT = safe(stringKey("voice.tts.audio_format"));

	/** How much audio was synthesised, in seconds. */
	public static final TelemetryAttribute<Double> TTS_AUDIO_DURATION = safe(doubleKey("voice.tts.audio_duration"));

	/** First text handed over to the first byte of audio, in seconds. */
	public static final TelemetryAttribute<Double> TTS_TIME_TO_FIRST_BYTE = safe(
			doubleKey("voice.tts.time_to_first_byte"));

	/** How many characters were spoken of a synthesis that was cut off. */
	public static final TelemetryAttribute<Long> TTS_SPOKEN_CHARACTERS = safe(longKey("voice.tts.spoken_characters"));

	/** Which piece of the reply is spoken. */
	public static final TelemetryAttribute<String> TTS_SEGMENT_ID = safe(stringKey("voice.tts.segment_id"));

	/** The voice that speaks. */
	public static final TelemetryAttribute<String> TTS_VOICE = safe(stringKey("voice.tts.voice"));

	// What a session has used

	/** Tokens of all prompts. */
	public static final TelemetryAttribute<Long> USAGE_LLM_INPUT_TOKENS = safe(longKey("voice.usage.llm.input_tokens"));

	/** The part of them that was read from a cache. */
	public static final TelemetryAttribute<Long> USAGE_LLM_CACHED_INPUT_TOKENS = safe(
			longKey("voice.usage.llm.cached_input_tokens"));

	/** Tokens of all completions. */
	public static final TelemetryAttribute<Long> USAGE_LLM_OUTPUT_TOKENS = safe(
			longKey("voice.usage.llm.output_tokens"));

	/** Characters handed to synthesis. */
	public static final TelemetryAttribute<Long> USAGE_TTS_CHARACTERS = safe(longKey("voice.usage.tts.characters"));

	/** Audio that was made, in seconds. */
	public static final TelemetryAttribute<Double> USAGE_TTS_AUDIO_DURATION = safe(
			doubleKey("voice.usage.tts.audio_duration"));

	/** Audio that was recognised, in seconds. */
	public static final TelemetryAttribute<Double> USAGE_STT_AUDIO_DURATION = safe(
			doubleKey("voice.usage.stt.audio_duration"));

	// Errors, on the exception event

	/** The class of an exception. */
	public static final TelemetryAttribute<String> EXCEPTION_TYPE = safe(stringKey("exception.type"));

	/** The message of an exception: it may repeat what was said. */
	public static final TelemetryAttribute<String> EXCEPTION_MESSAGE = content(stringKey("exception.message"));

	/** The stack trace of an exception: it holds the messages of its causes. */
	public static final TelemetryAttribute<String> EXCEPTION_STACKTRACE = content(stringKey("exception.stacktrace"));

	private TelemetryAttributes() {
	}

	private static <T> TelemetryAttribute<T> ofLifecycle(AttributeKey<T> key) {
		return listed(TelemetryAttribute.listed(key, Sensitivity.SAFE).ofLifecycle());
	}

	private static <T> TelemetryAttribute<T> safe(AttributeKey<T> key) {
		return listed(TelemetryAttribute.listed(key, Sensitivity.SAFE));
	}

	private static TelemetryAttribute<String> content(AttributeKey<String> key) {
		return listed(TelemetryAttribute.listed(key, Sensitivity.CONTENT));
	}

	private static <T> TelemetryAttribute<T> listed(TelemetryAttribute<T> attribute) {
		if (BY_NAME.put(attribute.key().getKey(), attribute) != null) {
			throw new IllegalStateException(attribute.key() + " is listed twice");
		}
		return attribute;
	}

	/**
	 * The attribute of an {@code agent_turn} for a part of the latency that the caller
	 * felt, in seconds.
	 * @param kind the kind of part
	 * @return the attribute
	 */
	public static TelemetryAttribute<Double> ofLatencyPart(LatencyPart.Kind kind) {
		return Objects.requireNonNull(LATENCY_PARTS.get(kind), "kind");
	}

	/**
	 * The attribute of a model call for tokens of a type.
	 * @param type the type
	 * @return the attribute
	 */
	public static TelemetryAttribute<Long> ofTokens(TokenType type) {
		return Objects.requireNonNull(TOKENS.get(type), "type");
	}

	/**
	 * All attributes of this table.
	 * @return the attributes, in the order of the table
	 */
	public static Collection<TelemetryAttribute<?>> all() {
		return Collections.unmodifiableCollection(BY_NAME.values());
	}

	/**
	 * The attribute with a key.
	 * @param name the key
	 * @return the attribute, or {@code null} if this table has none
	 */
	public static @Nullable TelemetryAttribute<?> find(String name) {
		return BY_NAME.get(name);
	}

	/**
	 * The attribute for a text of the application's own. A key that this table knows, or
	 * that names content by the GenAI conventions or by LiveKit's {@code pii} segment,
	 * has the sensitivity that goes with it.
	 * @param name the key
	 * @return the attribute
	 */
	public static TelemetryAttribute<String> ofString(String name) {
		return TelemetryAttribute.safe(stringKey(name));
	}

	/**
	 * Whether what stands under a key may reveal what was said: because of the key, see
	 * {@link #ofString}, or because this application has recorded content under it.
	 * @param name the key
	 * @return {@code true} if it may; in doubt, too
	 */
	public static boolean isContent(String name) {
		Objects.requireNonNull(name, "name");
		return ContentKeys.isContent(name) || DeclaredContent.keys().contains(name);
	}

	/**
	 * Whether an event is nothing but content: the GenAI conventions have one for each
	 * message.
	 * @param name the name of the event
	 * @return {@code true} if whatever it has may reveal what was said
	 */
	public static boolean isContentEvent(String name) {
		return Objects.requireNonNull(name, "name").startsWith("gen_ai.");
	}

}
