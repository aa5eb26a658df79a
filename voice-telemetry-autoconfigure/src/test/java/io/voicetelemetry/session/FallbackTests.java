package io.voicetelemetry.session;

import java.io.IOException;
import java.util.List;

import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What several tries took, from the start and by themselves, and which model answered in
 * the end.
 */
class FallbackTests {

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

	private LlmCall call() {
		return this.reply.startLlmCall().model("openai", "gpt-4o");
	}

	/**
	 * Fails after 100 ms, waits for 500, answers after 200 and is done 300 later.
	 */
	private void retry(LlmCall call) {
		call.attemptStarted();
		this.time.advanceMillis(100);
		call.attemptEnded(new IOException());
		this.time.advanceMillis(500);
		call.attemptStarted();
		this.time.advanceMillis(200);
		call.firstToken();
		this.time.advanceMillis(300);
		call.attemptEnded(null);
		this.time.advanceMillis(50);
		call.end();
	}

	@Test
	void tellsTimesFromTheStartAndFromTheTryThatWasAnswered() {
		LlmCall call = call();
		retry(call);
		assertThat(llm().ttft()).hasValue(0.8);
		assertThat(llm().duration()).isEqualTo(1.15);
		assertThat(llm().attemptTtft()).hasValue(0.2);
		assertThat(llm().attemptDuration()).isEqualTo(0.5);
		assertThat(llm().attempts()).isEqualTo(2);
		SpanData span = this.recording.span(call);
		assertThat(Recording.attribute(span, "gen_ai.response.time_to_first_chunk")).isEqualTo(0.8);
		assertThat(Recording.attribute(span, "voice.attempt.time_to_first_chunk")).isEqualTo(0.2);
		assertThat(Recording.attribute(span, "voice.attempt.duration")).isEqualTo(0.5);
		assertThat(Recording.attribute(span, "voice.attempts")).isEqualTo(2L);
		assertThat(Recording.attribute(span, "voice.fallback.index")).isEqualTo(Recording.Absent.VALUE);
	}

	@Test
	void onlyTryIsTheRequest() {
		LlmCall call = call();
		this.time.advanceMillis(100);
		call.firstToken();
		this.time.advanceMillis(100);
		call.end();
		assertThat(llm().attemptTtft()).isEqualTo(llm().ttft());
		assertThat(llm().attemptDuration()).isEqualTo(llm().duration());
		SpanData span = this.recording.span(call);
		assertThat(Recording.attribute(span, "voice.attempts")).isEqualTo(Recording.Absent.VALUE);
		assertThat(Recording.attribute(span, "voice.attempt.duration")).isEqualTo(Recording.Absent.VALUE);
	}

	@Test
	void requestOfWhichAllTriesFailedTellsTheLast() {
		LlmCall call = call();
		for (int i = 1; i <= 3; i++) {
			VoiceSpan attempt = call.startAttempt();
			this.time.advanceMillis(100L * i);
			attempt.fail(new IOException());
		}
		call.fail(new IOException());
		assertThat(llm().attemptDuration()).isEqualTo(0.3);
		assertThat(llm().duration()).isEqualTo(0.6);
		assertThat(llm().attemptTtft()).isEmpty();
	}

	@Test
	void tokenOfATryThatFailedIsNotThatOfTheLast() {
		LlmCall call = call();
		call.attemptStarted();
		call.firstToken();
		this.time.advanceMillis(100);
		call.attemptEnded(new IOException());
		call.attemptStarted();
		call.attemptEnded(new IOException());
		call.fail(new IOException());
		assertThat(llm().attemptTtft()).isEmpty();
	}

	@Test
	void modelThatAnsweredInsteadIsSeen() {
		LlmCall call = call();
		call.startAttempt().fail(new IOException());
		call.startAttempt().fail(new IOException());
		call.startAttempt(null, "gpt-4o-mini").fail(new IOException());
		VoiceSpan answered = call.startAttempt("anthropic", "claude-haiku-4-5");
		call.usage(TokenUsage.of(12, 3));
		answered.end();
		call.end();
		SpanData span = this.recording.span(call);
		assertThat(Recording.attribute(span, "gen_ai.request.model")).isEqualTo("gpt-4o");
		assertThat(Recording.attribute(span, "gen_ai.response.model")).isEqualTo("claude-haiku-4-5");
		assertThat(Recording.attribute(span, "gen_ai.provider.name")).isEqualTo("anthropic");
		assertThat(Recording.attribute(span, "voice.fallback.index")).isEqualTo(2L);
		assertThat(this.recording.spans(Stage.LLM_REQUEST_RUN))
			.extracting((run) -> Recording.attribute(run, "gen_ai.request.model"))
			.containsExactly(Recording.Absent.VALUE, Recording.Absent.VALUE, "gpt-4o-mini", "claude-haiku-4-5");
		assertThat(this.recording.spans(Stage.LLM_REQUEST_RUN))
			.extracting((run) -> Recording.attribute(run, "voice.fallback.index"))
			.containsExactly(Recording.Absent.VALUE, Recording.Absent.VALUE, 1L, 2L);
		assertThat(llm().origin().requestModel()).isEqualTo("gpt-4o");
		assertThat(llm().origin().responseModel()).isEqualTo("claude-haiku-4-5");
		assertThat(llm().origin().provider()).isEqualTo("anthropic");
	}

	@Test
	void providerKnowsItsModelBetter() {
		LlmCall call = call();
		call.attemptStarted();
		call.attemptEnded(new IOException());
		call.attemptStarted(null, "gpt-4o-mini");
		call.response("chatcmpl-1", "gpt-4o-mini-2024-07-18");
		call.attemptEnded(null);
		call.end();
		SpanData span = this.recording.span(call);
		assertThat(Recording.attribute(span, "gen_ai.response.model")).isEqualTo("gpt-4o-mini-2024-07-18");
		assertThat(Recording.attribute(span, "voice.fallback.index")).isEqualTo(1L);
	}

	@Test
	void fallbackThatFailedAnsweredNothing() {
		LlmCall call = call();
		call.attemptStarted();
		call.attemptEnded(new IOException());
		call.attemptStarted(null, "gpt-4o-mini");
		call.attemptEnded(new IOException());
		call.fail(new IOException());
		SpanData span = this.recording.span(call);
		assertThat(Recording.attribute(span, "gen_ai.response.model")).isEqualTo(Recording.Absent.VALUE);
		assertThat(Recording.attribute(span, "voice.fallback.index")).isEqualTo(Recording.Absent.VALUE);
		assertThat(llm().origin().responseModel()).isNull();
	}

	@Test
	void whatIsAskedForFirstIsNoFallback() {
		LlmCall call = this.reply.startLlmCall();
		call.startAttempt("openai", "gpt-4o").fail(new IOException());
		call.startAttempt("openai", "gpt-4o").end();
		call.end();
		SpanData span = this.recording.span(call);
		assertThat(Recording.attribute(span, "gen_ai.request.model")).isEqualTo("gpt-4o");
		assertThat(Recording.attribute(span, "voice.fallback.index")).isEqualTo(Recording.Absent.VALUE);
	}

	private void ask(LlmNode node, String model, boolean answers) {
		LlmCall call = node.startLlmCall().model("openai", model);
		this.time.advanceMillis(10);
		if (answers) {
			call.end();
		}
		else {
			call.fail(new IOException());
		}
	}

	private List<Object> fallbacks() {
		return this.recording.spans(Stage.LLM_REQUEST)
			.stream()
			.map((span) -> Recording.attribute(span, "voice.fallback.index"))
			.toList();
	}

	@Test
	void requestsOfOtherModelsInANodeAreFallbacksOfThoseThatFailed() {
		LlmNode node = this.reply.startLlmNode();
		ask(node, "gpt-4o", false);
		ask(node, "gpt-4o", false);
		ask(node, "gpt-4o-mini", false);
		ask(node, "gpt-4o", false);
		ask(node, "claude-haiku-4-5", true);
		node.end();
		assertThat(fallbacks()).containsExactly(Recording.Absent.VALUE, Recording.Absent.VALUE, 1L,
				Recording.Absent.VALUE, 2L);
	}

	@Test
	void requestsOfOtherModelsAfterAnAnswerAreNoFallbacks() {
		LlmNode node = this.reply.startLlmNode();
		ask(node, "gpt-4o", false);
		ask(node, "gpt-4o-mini", true);
		ask(node, "claude-haiku-4-5", true);
		node.end();
		assertThat(fallbacks()).containsExactly(Recording.Absent.VALUE, 1L, Recording.Absent.VALUE);
	}

	@Test
	void requestsOfOtherModelsAtTheSameTimeAreNoFallbacks() {
		LlmNode node = this.reply.startLlmNode();
		LlmCall one = node.startLlmCall().model("openai", "gpt-4o");
		LlmCall other = node.startLlmCall().model("openai", "gpt-4o-mini");
		this.time.advanceMillis(10);
		one.fail(new IOException());
		other.end();
		node.end();
		assertThat(fallbacks()).containsExactly(Recording.Absent.VALUE, Recording.Absent.VALUE);
	}

	@Test
	void requestInThePlaceOfOneWhoseTriesFailedIsTheAnswer() {
		LlmCall call = call();
		call.attemptStarted();
		this.time.advanceMillis(10);
		call.attemptEnded(new IOException());
		LlmCall other;
		try (Scope scope = call.makeCurrent()) {
			other = (LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, null);
		}
		other.model("openai", "gpt-4o-mini").usage(TokenUsage.of(12, 3)).end();
		// What it returned is what the other was answered.
		call.usage(TokenUsage.of(12, 3));
		call.response("chatcmpl-1", "gpt-4o-mini");
		call.end();
		SpanData failed = this.recording.span(call);
		assertThat(Recording.attribute(failed, "voice.outcome")).isEqualTo("error");
		assertThat(Recording.attribute(failed, "error.type")).isEqualTo("java.io.IOException");
		assertThat(Recording.attribute(failed, "gen_ai.usage.input_tokens")).isEqualTo(Recording.Absent.VALUE);
		assertThat(Recording.attribute(failed, "gen_ai.response.model")).isEqualTo(Recording.Absent.VALUE);
		SpanData answered = this.recording.span(other);
		assertThat(Recording.attribute(answered, "voice.fallback.index")).isEqualTo(1L);
		assertThat(answered.getParentSpanId()).isEqualTo(failed.getParentSpanId());
	}

	@Test
	void requestInThePlaceOfASecondIsTheSecondFallback() {
		LlmCall first = call();
		first.attemptStarted();
		first.attemptEnded(new IOException());
		LlmCall second;
		LlmCall third;
		try (Scope scope = first.makeCurrent()) {
			second = (LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, null);
			second.attemptStarted();
			second.attemptEnded(new IOException());
		}
		try (Scope scope = second.makeCurrent()) {
			third = (LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, null);
		}
		third.end();
		second.end();
		first.end();
		assertThat(fallbacks()).containsExactly(2L, 1L, Recording.Absent.VALUE);
	}

	@Test
	void synthesisTellsTheFirstByteOfTheTryThatWasAnswered() {
		SpeechSynthesis synthesis = this.reply.startSynthesis().model("elevenlabs", "flash");
		synthesis.textHandedOver("At nine.");
		synthesis.attemptStarted();
		this.time.advanceMillis(400);
		synthesis.attemptEnded(new IOException());
		synthesis.attemptStarted("freetts", "kevin16");
		this.time.advanceMillis(100);
		synthesis.audioReceived(320);
		this.time.advanceMillis(200);
		synthesis.attemptEnded(null);
		synthesis.end();
		TtsMetrics tts = this.told.only(TtsMetrics.class);
		assertThat(tts.ttfb()).hasValue(0.5);
		assertThat(tts.attemptTtfb()).hasValue(0.1);
		assertThat(tts.attemptDuration()).isEqualTo(0.3);
		assertThat(tts.duration()).isEqualTo(0.7);
		SpanData span = this.recording.span(synthesis);
		assertThat(Recording.attribute(span, "voice.tts.time_to_first_byte")).isEqualTo(0.5);
		assertThat(Recording.attribute(span, "voice.attempt.time_to_first_byte")).isEqualTo(0.1);
		assertThat(Recording.attribute(span, "gen_ai.response.model")).isEqualTo("kevin16");
		assertThat(Recording.attribute(span, "gen_ai.provider.name")).isEqualTo("freetts");
		assertThat(Recording.attribute(span, "voice.fallback.index")).isEqualTo(1L);
	}

}
