package io.voicetelemetry.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.UsageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The figures of requests to models and of tool calls: each where it is known, none where
 * it is not.
 */
class LlmFiguresTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	private final AgentTurn reply = this.session.startAgentTurn();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private LlmMetrics llm() {
		return this.told.only(LlmMetrics.class);
	}

	@Test
	void requestOfWhichNothingIsToldHasNothingButItsDuration() {
		LlmCall call = this.reply.startLlmCall();
		this.time.advanceMillis(250);
		call.end();
		assertThat(llm().duration()).isEqualTo(0.25);
		assertThat(llm().ttft()).isEmpty();
		assertThat(llm().tokens()).isEqualTo(TokenUsage.unknown());
		assertThat(llm().tokensPerSecond()).isEmpty();
		assertThat(llm().attempts()).isEqualTo(1);
		assertThat(llm().origin().provider()).isNull();
		assertThat(llm().origin().requestModel()).isNull();
		assertThat(llm().origin().responseModel()).isNull();
		assertThat(llm().origin().requestId()).isNull();
		assertThat(llm().origin().useCase()).isNull();
		assertThat(llm().origin().callSite()).isNull();
	}

	@Test
	void requestThatFailedKeepsWhatWasKnown() {
		LlmCall call = this.reply.startLlmCall();
		this.time.advanceMillis(100);
		call.firstToken();
		this.time.advanceMillis(100);
		call.usage(TokenUsage.of(40L, -1L)).fail(new IOException("reset"));
		assertThat(llm().outcome()).isEqualTo(Outcome.ERROR);
		assertThat(llm().cancelled()).isFalse();
		assertThat(llm().origin().errorType()).isEqualTo("java.io.IOException");
		assertThat(llm().ttft()).hasValue(0.1);
		assertThat(llm().duration()).isEqualTo(0.2);
		assertThat(llm().tokens()).isEqualTo(TokenUsage.of(40L, -1L));
		assertThat(llm().tokensPerSecond()).isEmpty();
	}

	@Test
	void requestThatWasCutOffHasNoTokensThatNobodyCounted() {
		LlmCall call = this.reply.startLlmCall();
		this.time.advanceMillis(100);
		call.tokensReceived();
		this.time.advanceMillis(50);
		call.cancel();
		assertThat(llm().cancelled()).isTrue();
		assertThat(llm().origin().errorType()).isNull();
		assertThat(llm().ttft()).hasValue(0.1);
		// LiveKit tells 0 here.
		assertThat(llm().tokens()).isEqualTo(TokenUsage.unknown());
	}

	@Test
	void requestDuringWhichTheCallerHangsUpIsCutOff() {
		LlmCall call = this.reply.startLlmNode().startLlmCall();
		this.time.advanceMillis(100);
		call.firstToken();
		call.usage(TokenUsage.of(40L, -1L));
		this.time.advanceMillis(50);
		this.session.end();
		assertThat(llm().cancelled()).isTrue();
		assertThat(llm().duration()).isEqualTo(0.15);
		assertThat(llm().ttft()).hasValue(0.1);
		assertThat(llm().tokens().input()).hasValue(40);
		assertThat(this.told.usage.get(0).tokens(UsageKind.LLM).input()).hasValue(40);
	}

	@Test
	void requestThatWaitsForItsChildrenIsToldWhenTheyAreDone() {
		LlmCall call = this.reply.startLlmCall();
		VoiceSpan parsing = call.startOperation("parse");
		this.time.advanceMillis(100);
		call.end();
		assertThat(this.told.metrics).isEmpty();
		call.usage(TokenUsage.of(1L, 2L));
		this.time.advanceMillis(30);
		parsing.end();
		assertThat(llm().duration()).isEqualTo(0.13);
		assertThat(llm().outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(llm().tokens()).isEqualTo(TokenUsage.of(1L, 2L));
	}

	@Test
	void requestWhoseChildIsForgottenIsToldWithTheHangUpAsItEnded() {
		LlmCall call = this.reply.startLlmCall();
		call.startOperation("forgotten");
		this.time.advanceMillis(100);
		call.usage(TokenUsage.of(1L, 2L)).end();
		this.time.advance(Duration.ofMinutes(5));
		this.session.end();
		assertThat(llm().duration()).isEqualTo(0.1);
		assertThat(llm().outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.told.usage.get(0).tokens(UsageKind.LLM).total()).hasValue(3);
	}

	@Test
	void requestThatOutlivesItsReplyBelongsToItAllTheSame() {
		LlmCall call = this.reply.startLlmCall();
		this.reply.end();
		this.time.advanceMillis(100);
		call.end();
		assertThat(llm().duration()).isEqualTo(0.1);
		assertThat(llm().origin().speechId()).isEqualTo(this.reply.speechId());
		assertThat(this.told.types()).containsExactly("llm_metrics", "turn_metrics");
	}

	@Test
	void attemptsAreCountedWhoeverBeginsThem() {
		LlmCall signalled = this.reply.startLlmCall();
		for (int i = 0; i < 3; i++) {
			signalled.attemptStarted();
			this.time.advanceMillis(100);
			signalled.attemptEnded((i < 2) ? new IllegalStateException() : null);
		}
		signalled.end();
		LlmCall begun = this.reply.startLlmCall();
		begun.startAttempt().fail(new IllegalStateException());
		begun.startAttempt().end();
		begun.end();
		LlmCall once = this.reply.startLlmCall();
		once.attemptStarted();
		once.end();
		assertThat(this.told.of(signalled, LlmMetrics.class).attempts()).isEqualTo(3);
		// All tries and the waits between them are in it.
		assertThat(this.told.of(signalled, LlmMetrics.class).duration()).isEqualTo(0.3);
		assertThat(this.told.of(begun, LlmMetrics.class).attempts()).isEqualTo(2);
		assertThat(this.told.of(once, LlmMetrics.class).attempts()).isEqualTo(1);
	}

	@Test
	void usageThatIsToldAgainTakesThePlaceOfWhatWasTold() {
		LlmCall call = this.reply.startLlmCall();
		call.usage(TokenUsage.of(100L, 5L).withCachedInput(80));
		call.usage(TokenUsage.of(-1L, 30L).withReasoningOutput(10));
		call.usage(TokenUsage.unknown()).usage(null).end();
		assertThat(llm().tokens()).isEqualTo(TokenUsage.of(100L, 30L).withCachedInput(80).withReasoningOutput(10));
	}

	@ParameterizedTest
	@EnumSource
	void tokensOfEachTypeAreToldHoweverTheyAreSaid(TokenType type) {
		LlmCall told = this.reply.startLlmCall();
		told.usage(TokenUsage.unknown().with(type, 17)).end();
		LlmCall set = this.reply.startLlmCall();
		set.set(TelemetryAttributes.ofTokens(type), 17L).end();
		LlmCall named = this.reply.startLlmCall();
		named.setAttribute(TelemetryAttributes.ofTokens(type).key().getKey(), 17).end();
		assertThat(this.told.all(LlmMetrics.class)).hasSize(3)
			.allSatisfy((metrics) -> assertThat(metrics.tokens()).isEqualTo(TokenUsage.unknown().with(type, 17)));
		assertThat(this.recording.spans(Stage.LLM_REQUEST)).allSatisfy(
				(span) -> assertThat(span.getAttributes().get(TelemetryAttributes.ofTokens(type).key())).isEqualTo(17));
		assertThat(this.session.usage().usage().get(0).tokens().count(type)).hasValue(51);
	}

	@Test
	void numberOfTokensThatIsNoneLeavesWhatWasSaidBefore() {
		LlmCall call = this.reply.startLlmCall();
		call.usage(TokenUsage.of(100L, 5L));
		call.set(TelemetryAttributes.INPUT_TOKENS, -1L).set(TelemetryAttributes.CACHE_READ_INPUT_TOKENS, -1L).end();
		assertThat(llm().tokens()).isEqualTo(TokenUsage.of(100L, 5L));
		assertThat(Recording.attributes(this.recording.span(call))).containsEntry("gen_ai.usage.input_tokens", 100L)
			.doesNotContainKey("gen_ai.usage.cache_read.input_tokens");
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(2);
	}

	@Test
	void firstTokenBeforeTheRequestTellsNothing() {
		Instant before = this.time.advanceMillis(0);
		this.time.advanceMillis(100);
		LlmCall call = this.reply.startLlmCall();
		call.firstToken(before);
		this.time.advanceMillis(100);
		call.end();
		assertThat(llm().ttft()).isEmpty();
		assertThat(Recording.attributes(this.recording.span(call)))
			.doesNotContainKey("gen_ai.response.time_to_first_chunk");
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isEqualTo(1);
	}

	@Test
	void generationOfASpeechToSpeechModelTellsAllItKnows() {
		RealtimeInference inference = this.reply.startRealtimeInference();
		TokenUsage tokens = TokenUsage.of(300L, 100L)
			.with(TokenType.INPUT_AUDIO, 250)
			.with(TokenType.INPUT_TEXT, 40)
			.with(TokenType.INPUT_IMAGE, 10)
			.with(TokenType.CACHED_INPUT_AUDIO, 128)
			.with(TokenType.OUTPUT_AUDIO, 90)
			.with(TokenType.OUTPUT_TEXT, 10);
		inference.model("openai", "gpt-realtime").connected(Duration.ofMillis(80), true);
		this.time.advanceMillis(400);
		inference.firstAudio(null);
		this.time.advanceMillis(500);
		inference.response("resp_7", "gpt-realtime-2025").usage(tokens).sessionDuration(Duration.ofSeconds(12));
		inference.sessionDuration(Duration.ofMillis(500)).sessionDuration(Duration.ofSeconds(-1));
		inference.end();
		RealtimeMetrics metrics = this.told.only(RealtimeMetrics.class);
		assertThat(metrics.duration()).isEqualTo(0.9);
		assertThat(metrics.ttft()).hasValue(0.4);
		assertThat(metrics.tokens()).isEqualTo(tokens);
		assertThat(metrics.tokensPerSecond()).hasValue(200);
		// What was told since it was last told is more of it.
		assertThat(metrics.sessionDuration()).hasValue(12.5);
		assertThat(metrics.acquireTime()).hasValue(0.08);
		assertThat(metrics.connectionReused()).isTrue();
		assertThat(metrics.origin().provider()).isEqualTo("openai");
		assertThat(metrics.origin().model()).isEqualTo("gpt-realtime");
		assertThat(Recording.attributes(this.recording.span(inference)))
			.containsEntry("voice.realtime.session_duration", 12.5)
			.containsEntry("voice.tokens_per_second", 200.0)
			.containsEntry("voice.tokens.input_audio", 250L);
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(1);
	}

	@Test
	void generationOfWhichNothingIsToldHasNothingButItsDuration() {
		Instant before = this.time.advanceMillis(0);
		this.time.advanceMillis(100);
		RealtimeInference inference = this.reply.startRealtimeInference();
		inference.firstAudio(before);
		this.time.advanceMillis(100);
		inference.cancel();
		RealtimeMetrics metrics = this.told.only(RealtimeMetrics.class);
		assertThat(metrics.duration()).isEqualTo(0.1);
		assertThat(metrics.ttft()).isEmpty();
		assertThat(metrics.tokens()).isEqualTo(TokenUsage.unknown());
		assertThat(metrics.tokensPerSecond()).isEmpty();
		assertThat(metrics.sessionDuration()).isEmpty();
		assertThat(metrics.acquireTime()).isEmpty();
		assertThat(metrics.connectionReused()).isNull();
		assertThat(metrics.cancelled()).isTrue();
	}

	@Test
	void toolCallsTellWhichToolHowLongAndHowTheyEnded() {
		ToolCall found = this.reply.startToolCall("find_slot");
		this.time.advanceMillis(120);
		found.end();
		ToolCall failed = this.reply.startToolCall("book");
		this.time.advanceMillis(30);
		failed.fail(new IllegalArgumentException("full"));
		ToolCall unnamed = this.reply.startToolCall(null);
		unnamed.cancel();
		this.reply.startToolCall("hung_up_on");
		this.session.end();
		List<ToolMetrics> metrics = this.told.all(ToolMetrics.class);
		assertThat(metrics).extracting(ToolMetrics::tool).containsExactly("find_slot", "book", null, "hung_up_on");
		assertThat(metrics).extracting(ToolMetrics::duration).containsExactly(0.12, 0.03, 0.0, 0.0);
		assertThat(metrics).extracting(ToolMetrics::outcome)
			.containsExactly(Outcome.SUCCESS, Outcome.ERROR, Outcome.CANCELLED, Outcome.CANCELLED);
		assertThat(metrics.get(1).origin().errorType()).isEqualTo("java.lang.IllegalArgumentException");
	}

}
