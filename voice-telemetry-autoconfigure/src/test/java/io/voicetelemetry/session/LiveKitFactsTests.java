package io.voicetelemetry.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.UsageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What LiveKit's own tests assert about requests and usage, on our handles. The numbers
 * in the comments are those of the project's collection of these facts.
 */
class LiveKitFactsTests {

	private static final String FIRST_SENTENCE = "voice.latency.first_sentence";

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private Map<String, Object> attributes(VoiceSpan handle) {
		return Recording.attributes(this.recording.span(handle));
	}

	/**
	 * A reply to a turn of the caller that was over half a second ago.
	 */
	private AgentTurn reply() {
		UserTurn question = this.session.startUserTurn();
		question.startedSpeaking(null);
		this.time.advanceMillis(1000);
		question.stoppedSpeaking(null);
		this.time.advanceMillis(500);
		question.end();
		return this.session.startAgentTurn();
	}

	// T1

	@Test
	void inputTokensIncludeTheCachedOnes() {
		LlmCall call = this.session.startAgentTurn().startLlmCall();
		call.usage(TokenUsage.of(100L, 20L).withCachedInput(80)).end();
		assertThat(this.recording.spans(Stage.LLM_REQUEST)).hasSize(1);
		assertThat(attributes(call)).containsEntry("gen_ai.usage.input_tokens", 100L)
			.containsEntry("gen_ai.usage.cache_read.input_tokens", 80L)
			.doesNotContainKeys("gen_ai.usage.input_cached_tokens", "gen_ai.usage.cached_tokens");
		TokenUsage tokens = this.told.only(LlmMetrics.class).tokens();
		assertThat(tokens.input()).hasValue(100);
		assertThat(tokens.cachedInput()).hasValue(80);
		assertThat(tokens.total()).hasValue(120);
	}

	// T2

	@Test
	void speedIsThatOfTheTokensAndNotOfTheWaitForTheFirst() {
		LlmCall call = this.session.startLlmCall();
		this.time.advanceMillis(3000);
		call.tokensReceived();
		this.time.advanceMillis(500);
		call.tokensReceived();
		this.time.advanceMillis(500);
		call.tokensReceived();
		// What is done after the last piece is not of the model either.
		this.time.advanceMillis(700);
		call.usage(TokenUsage.of(10L, 50L)).end();
		LlmMetrics metrics = this.told.only(LlmMetrics.class);
		assertThat(metrics.tokensPerSecond()).hasValue(50);
		assertThat(metrics.ttft()).hasValue(3);
		assertThat(metrics.duration()).isEqualTo(4.7);
		assertThat(attributes(call)).containsEntry("voice.tokens_per_second", 50.0);
	}

	@Test
	void speedIsThatUntilTheEndWhereTheLastPieceIsNotTold() {
		LlmCall call = this.session.startLlmCall();
		this.time.advanceMillis(100);
		call.firstToken();
		this.time.advanceMillis(400);
		call.usage(TokenUsage.of(-1L, 20L)).end();
		assertThat(this.told.only(LlmMetrics.class).tokensPerSecond()).hasValue(50);
		assertThat(attributes(call)).containsEntry("voice.tokens_per_second", 50.0);
	}

	@Test
	void speedIsZeroWhereTheProviderSaysThatThereWereNoTokens() {
		LlmCall call = this.session.startLlmCall();
		call.tokensReceived();
		this.time.advanceMillis(400);
		call.tokensReceived();
		call.usage(TokenUsage.of(10L, 0L)).end();
		assertThat(this.told.only(LlmMetrics.class).tokensPerSecond()).hasValue(0);
	}

	@Test
	void speedIsAbsentWithoutUsageOrWithoutAnAnswer() {
		LlmCall uncounted = this.session.startLlmCall();
		uncounted.tokensReceived();
		this.time.advanceMillis(400);
		uncounted.tokensReceived();
		uncounted.usage(TokenUsage.of(10L, -1L)).end();
		LlmCall silent = this.session.startLlmCall();
		this.time.advanceMillis(400);
		silent.usage(TokenUsage.of(10L, 20L)).end();
		assertThat(this.told.all(LlmMetrics.class)).hasSize(2)
			.allSatisfy((metrics) -> assertThat(metrics.tokensPerSecond()).isEmpty());
		assertThat(attributes(uncounted)).doesNotContainKey("voice.tokens_per_second");
	}

	@Test
	void speedIsAbsentWhereTheAnswerCameInOnePiece() {
		LlmCall call = this.session.startLlmCall();
		this.time.advanceMillis(400);
		call.tokensReceived();
		this.time.advanceMillis(10);
		call.usage(TokenUsage.of(10L, 20L)).end();
		assertThat(this.told.only(LlmMetrics.class).ttft()).hasValue(0.4);
		assertThat(this.told.only(LlmMetrics.class).tokensPerSecond()).isEmpty();
		assertThat(attributes(call)).doesNotContainKey("voice.tokens_per_second");
	}

	// T3

	@Test
	void firstSentenceTakesFromTheFirstTokenToTheFirstTextForSynthesis() {
		AgentTurn reply = reply();
		LlmCall call = reply.startLlmCall();
		this.time.advanceMillis(200);
		call.firstToken();
		SpeechSynthesis synthesis = reply.startSynthesis();
		this.time.advanceMillis(150);
		synthesis.textHandedOver("One moment. ");
		// The model goes on: that is no longer the first sentence.
		this.time.advanceMillis(70);
		call.end();
		this.time.advanceMillis(30);
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		reply.end();
		synthesis.end();
		assertThat(attributes(reply)).containsEntry(FIRST_SENTENCE, 0.15)
			.containsEntry("voice.latency.llm", 0.2)
			.containsEntry("voice.latency.tts", 0.1);
		TurnLatency latency = this.told.only(TurnLatency.class);
		assertThat(latency.secondsOf(LatencyPart.Kind.FIRST_SENTENCE)).hasValue(0.15);
	}

	@Test
	void firstSentenceIsAbsentWhereNoModelWasAsked() {
		AgentTurn reply = reply();
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("Please hold.");
		this.time.advanceMillis(100);
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		synthesis.end();
		reply.end();
		assertThat(attributes(reply)).doesNotContainKeys(FIRST_SENTENCE, "voice.latency.llm")
			.containsEntry("voice.latency.tts", 0.1);
	}

	@Test
	void firstSentenceIsAbsentWhereTheModelSaidNothing() {
		AgentTurn reply = reply();
		LlmCall call = reply.startLlmCall();
		this.time.advanceMillis(200);
		call.fail(new IllegalStateException());
		SpeechSynthesis apology = reply.startSynthesis();
		apology.textHandedOver("Sorry.");
		this.time.advanceMillis(100);
		apology.firstAudio();
		reply.firstAudioPlayed(null);
		apology.end();
		reply.end();
		assertThat(attributes(reply)).doesNotContainKey(FIRST_SENTENCE).containsEntry("voice.latency.llm", 0.2);
	}

	// T5

	@Test
	void requestsToOneModelAreOneRow() {
		LlmCall first = this.session.startLlmCall().model("anthropic", "claude");
		first.usage(TokenUsage.of(100L, 10L).withCacheCreationInput(20)).end();
		LlmCall second = this.session.startLlmCall().model("anthropic", "claude");
		second.usage(TokenUsage.of(200L, 20L).withCacheCreationInput(30)).end();
		LlmCall other = this.session.startLlmCall().model("anthropic", "claude-small");
		other.usage(TokenUsage.of(1L, 2L)).end();
		assertThat(this.session.usage().usage()).extracting(ModelUsage::model, ModelUsage::tokens)
			.containsExactly(tuple("claude", TokenUsage.of(300L, 30L).withCacheCreationInput(50)),
					// What no request told is unknown rather than LiveKit's 0.
					tuple("claude-small", TokenUsage.of(1L, 2L)));
	}

	// T6

	@Test
	void usageWithoutNumbersHarmsNothing() {
		LlmCall call = this.session.startLlmCall();
		call.usage(null).usage(TokenUsage.of((Integer) null, null)).usage(TokenUsage.of(7, null));
		call.end();
		assertThat(this.told.only(LlmMetrics.class).tokens()).isEqualTo(TokenUsage.of(7L, -1L));
		assertThat(this.told.only(LlmMetrics.class).tokens().total()).isEmpty();
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

	// T12

	@Test
	void firstByteTakesFromTheFirstTextAndNotFromTheWaitForIt() {
		SpeechSynthesis synthesis = this.session.startAgentTurn().startSynthesis();
		this.time.advanceMillis(900);
		synthesis.textHandedOver("Your appointment ");
		this.time.advanceMillis(60);
		synthesis.textHandedOver("is on Tuesday.");
		this.time.advanceMillis(60);
		synthesis.firstAudio();
		this.time.advanceMillis(300);
		synthesis.audioDuration(Duration.ofMillis(1800)).end();
		TtsMetrics metrics = this.told.only(TtsMetrics.class);
		assertThat(metrics.ttfb()).hasValue(0.12);
		assertThat(metrics.duration()).isEqualTo(1.32);
		assertThat(metrics.streamed()).isTrue();
	}

	// T20

	@Test
	void modelThatIsNotKnownIsEmptyInTheUsage() {
		this.session.startLlmCall().end();
		ModelUsage row = this.session.usage().usage().get(0);
		assertThat(row.kind()).isEqualTo(UsageKind.LLM);
		assertThat(row.provider()).isEmpty();
		assertThat(row.model()).isEmpty();
		assertThat(this.told.only(LlmMetrics.class).origin().provider()).isNull();
		assertThat(this.told.only(LlmMetrics.class).origin().model()).isNull();
	}

	@Test
	void endOfATurnThatNoModelJudgedUsesNothing() {
		reply().end();
		this.session.startToolCall("find_slot").end();
		assertThat(this.told.types()).contains("eou_metrics", "turn_metrics", "tool_metrics");
		assertThat(this.session.usage().usage()).isEmpty();
	}

	@Test
	void usageIsASnapshot() {
		this.session.startLlmCall().usage(TokenUsage.of(1L, 1L)).end();
		List<ModelUsage> before = this.session.usage().usage();
		this.session.startLlmCall().usage(TokenUsage.of(5L, 5L)).end();
		assertThat(before).singleElement().satisfies((row) -> assertThat(row.requests()).isEqualTo(1));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(before::clear);
		assertThat(this.session.usage().usage().get(0).tokens()).isEqualTo(TokenUsage.of(6L, 6L));
	}

}
