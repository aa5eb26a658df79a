package io.voicetelemetry.metrics;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Every meter of this project. What is documented is tested against this table.
 * <p>
 * Counters whose name says what they count have no unit: Prometheus would append it to
 * the name a second time.
 */
enum VoiceMeter {

	// Calls

	SESSIONS_STARTED("voice.sessions.started", MeterKind.COUNTER, null, TagSet.SESSION_START, "calls that began"),

	SESSIONS_ACTIVE("voice.sessions.active", MeterKind.GAUGE, null, TagSet.NONE, "calls that go on"),

	SESSIONS_REJECTED("voice.sessions.rejected", MeterKind.COUNTER, null, TagSet.NONE,
			"calls that are not recorded because too many are open"),

	SESSION_DURATION("voice.session.duration_ms", MeterKind.SUMMARY, "ms", TagSet.SESSION_END, Buckets.CALL_MILLIS,
			"how long calls lasted"),

	ERRORS("voice.errors", MeterKind.COUNTER, null, TagSet.ERROR,
			"stages that failed; a failure that reaches the turn or the call is counted there, too"),

	REFUSALS("voice.telemetry.refusals", MeterKind.COUNTER, null, TagSet.REFUSAL,
			"what was to be recorded and was not: too late, too much, or no value"),

	// Turns and replies

	TURNS("voice.turns", MeterKind.COUNTER, null, TagSet.TURN, "turns that ended: of the caller, or replies"),

	TURN_DURATION("voice.turn.duration", MeterKind.TIMER, "seconds", TagSet.TURN, Buckets.SPEECH,
			"how long turns lasted"),

	TURN_LATENCY("voice.turn.latency", MeterKind.TIMER, "seconds", TagSet.TENANT, Buckets.WAIT,
			"silence before a reply: end of the caller's speech to the first audio played"),

	TURN_LATENCY_PART("voice.turn.latency.part", MeterKind.TIMER, "seconds", TagSet.TENANT, Buckets.WAIT,
			Variants.PARTS, "what that silence was spent on; the parts of a turn add up to the whole"),

	TURN_TOTAL_LATENCY("voice.turn.total_latency", MeterKind.TIMER, "seconds", TagSet.TENANT, Buckets.WAIT,
			"LiveKit's sum: end of utterance delay, time to first token and time to first byte"),

	END_OF_UTTERANCE_DELAY("voice.turn.end_of_utterance_delay", MeterKind.TIMER, "seconds", TagSet.TENANT, Buckets.WAIT,
			"end of speech to the decision that the turn is over"),

	TRANSCRIPTION_DELAY("voice.turn.transcription_delay", MeterKind.TIMER, "seconds", TagSet.TENANT, Buckets.WAIT,
			"end of speech to the last final transcript"),

	ON_USER_TURN_COMPLETED_DELAY("voice.turn.on_user_turn_completed_delay", MeterKind.TIMER, "seconds", TagSet.TENANT,
			Buckets.WAIT, "the application's own work between turn and reply"),

	TURN_DETECTION_DURATION("voice.turn.detection_duration", MeterKind.TIMER, "seconds", TagSet.MODEL, Buckets.WAIT,
			"how long a model judged whether the turn is over, all of its requests together"),

	TURN_DETECTION_REQUESTS("voice.turn.detection_requests", MeterKind.COUNTER, null, TagSet.MODEL,
			"requests to a model that judges whether the turn is over"),

	REPLIES_DISCARDED("voice.replies.discarded", MeterKind.COUNTER, null, TagSet.TENANT,
			"replies that were prepared in advance and never played"),

	REQUESTS_DISCARDED("voice.requests.discarded", MeterKind.COUNTER, null, TagSet.DISCARDED,
			"requests made for replies that nobody heard; they are in all other figures, too"),

	// Interruptions

	INTERRUPTIONS("voice.interruptions", MeterKind.COUNTER, null, TagSet.INTERRUPTION, "replies that were cut off"),

	INTERRUPTION_PLAYOUT_POSITION("voice.interruption.playout_position", MeterKind.TIMER, "seconds",
			TagSet.INTERRUPTION, Buckets.SPEECH, "how much of the reply had been played"),

	BACKCHANNELS("voice.backchannels", MeterKind.COUNTER, null, TagSet.TENANT,
			"times that the caller spoke but did not interrupt"),

	INTERRUPTION_REQUESTS("voice.interruption.requests", MeterKind.COUNTER, null, TagSet.MODEL,
			"requests to a model that judges whether the caller interrupts"),

	INTERRUPTION_DURATION("voice.interruption.duration", MeterKind.TIMER, "seconds", TagSet.MODEL, Buckets.WAIT,
			"how long such a request took, there and back"),

	INTERRUPTION_PREDICTION_DURATION("voice.interruption.prediction_duration", MeterKind.TIMER, "seconds", TagSet.MODEL,
			Buckets.WAIT, "how long the model itself took"),

	INTERRUPTION_DETECTION_DELAY("voice.interruption.detection_delay", MeterKind.TIMER, "seconds", TagSet.MODEL,
			Buckets.WAIT, "from where the caller is heard to the decision"),

	// Tools

	TOOL_CALLS("voice.tool.calls", MeterKind.COUNTER, null, TagSet.TOOL, "tool calls that ended"),

	TOOL_DURATION("voice.tool.duration", MeterKind.TIMER, "seconds", TagSet.TOOL, Buckets.WAIT, "how long they took"),

	// Language models, speech-to-speech models included

	LLM_REQUESTS("llm.requests", MeterKind.COUNTER, null, TagSet.LLM, "requests that ended"),

	LLM_RETRIES("llm.retries", MeterKind.COUNTER, null, TagSet.LLM, "tries after the first"),

	LLM_TOKENS_INPUT("llm.tokens.input", MeterKind.COUNTER, null, TagSet.LLM,
			"tokens of prompts, cached ones included"),

	LLM_TOKENS_OUTPUT("llm.tokens.output", MeterKind.COUNTER, null, TagSet.LLM,
			"tokens of completions, reasoning included"),

	LLM_TOKENS_DETAIL("llm.tokens.detail", MeterKind.COUNTER, null, TagSet.LLM, Variants.PARTS_OF_TOKENS,
			"parts of the two above, which overlap: not to be added up"),

	LLM_TOKENS_DISCARDED("llm.tokens.discarded", MeterKind.COUNTER, null, TagSet.LLM, Variants.INPUT_AND_OUTPUT,
			"the part of the tokens that went into replies nobody heard"),

	LLM_TOKENS_PER_SECOND("llm.tokens_per_second", MeterKind.SUMMARY, null, TagSet.GEN_AI_TOKENS,
			Buckets.TOKENS_PER_SECOND, "tokens of the answer for each second between the first and the last"),

	LLM_SESSION_SECONDS("llm.session_seconds", MeterKind.COUNTER, "seconds", TagSet.LLM,
			"how long sessions of providers lasted, where that is billed"),

	// Speech

	STT_AUDIO_SECONDS("voice.stt.audio_seconds", MeterKind.COUNTER, "seconds", TagSet.SPEECH_USAGE,
			"audio that was recognised"),

	STT_TOKENS("voice.stt.tokens", MeterKind.COUNTER, null, TagSet.SPEECH_USAGE, Variants.INPUT_AND_OUTPUT,
			"tokens of speech recognition, where the provider counts any"),

	STT_DURATION("voice.stt.duration", MeterKind.TIMER, "seconds", TagSet.SPEECH_TIME, Buckets.WAIT,
			"how long recognitions took that do not stream along with the speech"),

	TTS_CHARACTERS("voice.tts.characters", MeterKind.COUNTER, null, TagSet.SPEECH_USAGE,
			"characters handed to synthesis; of one that was cut off, those spoken, if that was told"),

	TTS_AUDIO_SECONDS("voice.tts.audio_seconds", MeterKind.COUNTER, "seconds", TagSet.SPEECH_USAGE,
			"audio that was made; of a synthesis that was cut off, what was spoken"),

	TTS_TOKENS("voice.tts.tokens", MeterKind.COUNTER, null, TagSet.SPEECH_USAGE, Variants.INPUT_AND_OUTPUT,
			"tokens of synthesis, where the provider counts any"),

	TTS_RETRIES("voice.tts.retries", MeterKind.COUNTER, null, TagSet.SPEECH_USAGE, "tries after the first"),

	TTS_TIME_TO_FIRST_BYTE("voice.tts.time_to_first_byte", MeterKind.TIMER, "seconds", TagSet.SPEECH_TIME, Buckets.WAIT,
			"first text handed over to the first byte of audio"),

	TTS_DURATION("voice.tts.duration", MeterKind.TIMER, "seconds", TagSet.SPEECH_TIME, Buckets.WAIT,
			"how long syntheses took"),

	CONNECTION_ACQUIRE_TIME("voice.connection.acquire_time", MeterKind.TIMER, "seconds", TagSet.CONNECTION,
			Buckets.WAIT, "how long it took to get a connection"),

	// GenAI semantic conventions

	GEN_AI_TOKEN_USAGE("gen_ai.client.token.usage", MeterKind.SUMMARY, "token", TagSet.GEN_AI_TOKENS,
			Buckets.GEN_AI_TOKENS, Variants.GEN_AI_INPUT_AND_OUTPUT, "tokens of a request"),

	GEN_AI_OPERATION_DURATION("gen_ai.client.operation.duration", MeterKind.TIMER, "seconds", TagSet.GEN_AI,
			Buckets.GEN_AI_REQUEST, "how long requests took, all tries included"),

	GEN_AI_TIME_TO_FIRST_CHUNK("gen_ai.client.operation.time_to_first_chunk", MeterKind.TIMER, "seconds", TagSet.GEN_AI,
			Buckets.GEN_AI_REQUEST, "start to the first token"),

	GEN_AI_INVOKE_AGENT_DURATION("gen_ai.invoke_agent.duration", MeterKind.TIMER, "seconds", TagSet.GEN_AI_AGENT,
			Buckets.GEN_AI_AGENT, "how long replies took, playout included"),

	GEN_AI_EXECUTE_TOOL_DURATION("gen_ai.execute_tool.duration", MeterKind.TIMER, "seconds", TagSet.GEN_AI_TOOL,
			Buckets.GEN_AI_REQUEST, "how long tool calls took"),

	// Export

	EXPORT_ACCEPTED("voice.export.spans.accepted", MeterKind.COUNTER, null, TagSet.EXPORT,
			"spans that were to be sent; each is delivered, dropped or queued"),

	EXPORT_DELIVERED("voice.export.spans.delivered", MeterKind.COUNTER, null, TagSet.EXPORT,
			"spans that the backend has confirmed"),

	EXPORT_DROPPED("voice.export.spans.dropped", MeterKind.COUNTER, null, TagSet.EXPORT_DROPPED,
			"spans that were given up"),

	EXPORT_QUEUED("voice.export.spans.queued", MeterKind.GAUGE, null, TagSet.EXPORT,
			"spans that wait or are under way"),

	EXPORT_QUEUE_BYTES("voice.export.queue.size", MeterKind.GAUGE, "bytes", TagSet.EXPORT,
			"how much memory they take, about");

	private static final int[] SLOTS = new int[TagSet.values().length];

	static {
		for (VoiceMeter meter : values()) {
			meter.slot = SLOTS[meter.tagSet.ordinal()];
			SLOTS[meter.tagSet.ordinal()] += (meter.variants != null) ? meter.variants.values().size() : 1;
		}
	}

	private final MeterSpec spec;

	private final TagSet tagSet;

	private final @Nullable Variants variants;

	private int slot;

	VoiceMeter(String name, MeterKind kind, @Nullable String unit, TagSet tagSet, String meaning) {
		this(name, kind, unit, tagSet, Buckets.NONE, null, meaning);
	}

	VoiceMeter(String name, MeterKind kind, @Nullable String unit, TagSet tagSet, Variants variants, String meaning) {
		this(name, kind, unit, tagSet, Buckets.NONE, variants, meaning);
	}

	VoiceMeter(String name, MeterKind kind, @Nullable String unit, TagSet tagSet, double[] buckets, String meaning) {
		this(name, kind, unit, tagSet, buckets, null, meaning);
	}

	VoiceMeter(String name, MeterKind kind, @Nullable String unit, TagSet tagSet, double[] buckets,
			@Nullable Variants variants, String meaning) {
		this.spec = new MeterSpec(name, kind, unit, meaning, buckets);
		this.tagSet = tagSet;
		this.variants = variants;
	}

	MeterSpec spec() {
		return this.spec;
	}

	TagSet tagSet() {
		return this.tagSet;
	}

	/**
	 * The tag of which one event has several values.
	 */
	@Nullable Variants variants() {
		return this.variants;
	}

	/**
	 * Where in a row of meters with the same tags this one stands, or the first of its
	 * variants.
	 */
	int slot() {
		return this.slot;
	}

	/**
	 * The meters with the same tags, for the log.
	 */
	static String namesOf(TagSet tagSet) {
		return Arrays.stream(values())
			.filter((meter) -> meter.tagSet == tagSet)
			.map((meter) -> meter.spec.name())
			.collect(Collectors.joining(", "));
	}

	/**
	 * How many meters with the same tags there are.
	 */
	static int slots(TagSet tagSet) {
		return SLOTS[tagSet.ordinal()];
	}

}
