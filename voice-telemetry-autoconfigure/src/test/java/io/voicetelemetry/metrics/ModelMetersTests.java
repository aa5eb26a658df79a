package io.voicetelemetry.metrics;

import java.util.List;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.RealtimeMetrics;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.metrics.Figures.UNKNOWN;
import static io.voicetelemetry.metrics.Figures.s;
import static org.assertj.core.api.Assertions.assertThat;

class ModelMetersTests {

	private static final String LLM = "[llm.call_site=Agent.reply, llm.model=m1, llm.provider=acme, "
			+ "llm.use_case=greeting, outcome=success, tenant.id=clinic-1";

	private static final String GEN_AI = "gen_ai.provider.name=acme, gen_ai.request.model=m1, "
			+ "gen_ai.response.model=m1-2026";

	private final Recorded recorded = new Recorded();

	@Test
	void aRequest() {
		TokenUsage tokens = TokenUsage.of(100L, 10L).withCachedInput(80).withReasoningOutput(0);
		this.recorded.told(new LlmMetrics(Figures.origin(), 1.5, s(0.4), tokens, s(42), 3));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder("llm.requests" + LLM + "] 1",
				"llm.retries" + LLM + "] 2", "llm.tokens.input" + LLM + "] 100", "llm.tokens.output" + LLM + "] 10",
				"llm.tokens.detail" + LLM + ", type=cached_input] 80",
				"gen_ai.client.operation.duration[error.type=none, gen_ai.operation.name=chat, " + GEN_AI
						+ "] 1.5 in 1",
				"gen_ai.client.operation.time_to_first_chunk[error.type=none, gen_ai.operation.name=chat, " + GEN_AI
						+ "] 0.4 in 1",
				"gen_ai.client.token.usage[gen_ai.operation.name=chat, " + GEN_AI
						+ ", gen_ai.token.type=input] 100 in 1",
				"gen_ai.client.token.usage[gen_ai.operation.name=chat, " + GEN_AI
						+ ", gen_ai.token.type=output] 10 in 1",
				"llm.tokens_per_second[gen_ai.operation.name=chat, " + GEN_AI + "] 42 in 1");
	}

	@Test
	void whatIsNotKnownIsNotRecorded() {
		this.recorded.told(new LlmMetrics(Figures.nowhere().withOutcome(Outcome.CANCELLED, null), 0.2, UNKNOWN,
				TokenUsage.unknown(), UNKNOWN, 1));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder(
				"llm.requests[llm.call_site=none, llm.model=none, llm.provider=none, llm.use_case=none, "
						+ "outcome=cancelled, tenant.id=none] 1",
				"gen_ai.client.operation.duration[error.type=none, gen_ai.operation.name=chat, "
						+ "gen_ai.provider.name=none, gen_ai.request.model=none, gen_ai.response.model=none] 0.2 in 1");
	}

	@Test
	void aRequestThatFailed() {
		this.recorded.told(Figures.llm(Figures.failed(Figures.origin())));
		assertThat(this.recorded.lines())
			.contains("llm.requests" + LLM.replace("success", "error") + "] 1",
					"llm.tokens.input" + LLM.replace("success", "error") + "] 100",
					"gen_ai.client.operation.duration[error.type=java.io.IOException, gen_ai.operation.name=chat, "
							+ GEN_AI + "] 1.5 in 1",
					"voice.errors[error.type=java.io.IOException, tenant.id=clinic-1, voice.stage=llm_request] 1")
			.noneMatch((line) -> line.contains("success"));
	}

	@Test
	void aFailureOfWhichNothingIsKnown() {
		this.recorded.told(Figures.llm(Figures.origin().withOutcome(Outcome.ERROR, null)));
		assertThat(this.recorded.lines())
			.contains("voice.errors[error.type=_OTHER, tenant.id=clinic-1, voice.stage=llm_request] 1");
	}

	@Test
	void requestsAddUp() {
		this.recorded.told(Figures.llm(Figures.origin()), Figures.llm(Figures.origin()),
				Figures.llm(Figures.origin("clinic-2", "m1")));
		assertThat(this.recorded.lines()).contains("llm.tokens.input" + LLM + "] 200",
				"llm.tokens.input" + LLM.replace("clinic-1", "clinic-2") + "] 100",
				"gen_ai.client.operation.duration[error.type=none, gen_ai.operation.name=chat, " + GEN_AI
						+ "] 4.5 in 3");
	}

	@Test
	void aRealtimeModel() {
		TokenUsage tokens = TokenUsage.of(50L, 60L)
			.with(TokenType.INPUT_AUDIO, 40)
			.with(TokenType.OUTPUT_AUDIO, 55)
			.with(TokenType.CACHED_INPUT_TEXT, 3);
		this.recorded.told(new RealtimeMetrics(Figures.origin(), 2, s(0.3), tokens, UNKNOWN, s(12.5), s(0.08), false));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder("llm.requests" + LLM + "] 1",
				"llm.tokens.input" + LLM + "] 50", "llm.tokens.output" + LLM + "] 60",
				"llm.tokens.detail" + LLM + ", type=input_audio] 40",
				"llm.tokens.detail" + LLM + ", type=output_audio] 55",
				"llm.tokens.detail" + LLM + ", type=cached_input_text] 3", "llm.session_seconds" + LLM + "] 12.5",
				"voice.connection.acquire_time[connection.reused=false, gen_ai.provider.name=acme, "
						+ "gen_ai.request.model=m1, voice.stage=realtime_inference] 0.08 in 1",
				"gen_ai.client.operation.duration[error.type=none, gen_ai.operation.name=generate_content, " + GEN_AI
						+ "] 2 in 1",
				"gen_ai.client.operation.time_to_first_chunk[error.type=none, gen_ai.operation.name=generate_content, "
						+ GEN_AI + "] 0.3 in 1",
				"gen_ai.client.token.usage[gen_ai.operation.name=generate_content, " + GEN_AI
						+ ", gen_ai.token.type=input] 50 in 1",
				"gen_ai.client.token.usage[gen_ai.operation.name=generate_content, " + GEN_AI
						+ ", gen_ai.token.type=output] 60 in 1");
	}

	@Test
	void aRequestThatIsDiscardedIsMarkedAndNotCountedTwice() {
		LlmMetrics request = Figures.llm(Figures.failed(Figures.origin()));
		this.recorded.told(request);
		List<String> before = this.recorded.lines();
		this.recorded.told(new DiscardedMetrics(request.origin(), request));
		assertThat(this.recorded.lines()).containsAll(before)
			.filteredOn((line) -> !before.contains(line))
			.containsExactlyInAnyOrder(
					"voice.requests.discarded[gen_ai.provider.name=acme, gen_ai.request.model=m1, "
							+ "tenant.id=clinic-1, voice.stage=llm_request] 1",
					"llm.tokens.discarded" + LLM.replace("success", "error") + ", type=input] 100",
					"llm.tokens.discarded" + LLM.replace("success", "error") + ", type=output] 10");
	}

	@Test
	void noIdIsATag() {
		MetricsOrigin origin = Figures.failed(Figures.origin());
		this.recorded.told(Figures.llm(origin), Figures.tool(origin));
		this.recorded.listener().onSessionStart(Figures.start("clinic-1", "room-1"));
		this.recorded.listener().onSessionEnd(Figures.end("clinic-1", Outcome.SUCCESS, "hangup", null));
		assertThat(this.recorded.lines()).isNotEmpty()
			.noneMatch((line) -> line.contains("call-1") || line.contains("speech-1") || line.contains("room-1")
					|| line.contains("r-1") || line.contains(origin.traceId()) || line.contains(origin.spanId()));
	}

}
