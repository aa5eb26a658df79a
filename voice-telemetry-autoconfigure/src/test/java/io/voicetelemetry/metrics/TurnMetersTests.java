package io.voicetelemetry.metrics;

import java.util.List;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;
import org.junit.jupiter.api.Test;

import static io.voicetelemetry.metrics.Figures.UNKNOWN;
import static io.voicetelemetry.metrics.Figures.s;
import static org.assertj.core.api.Assertions.assertThat;

class TurnMetersTests {

	private final Recorded recorded = new Recorded();

	@Test
	void aTurnOfTheCaller() {
		this.recorded.told(new TurnMetrics(Figures.origin(), TurnMetrics.Role.USER, 2.5, false, false));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder(
				"voice.turns[outcome=success, role=user, tenant.id=clinic-1] 1",
				"voice.turn.duration[outcome=success, role=user, tenant.id=clinic-1] 2.5 in 1");
	}

	@Test
	void aReplyThatFailed() {
		this.recorded.told(new TurnMetrics(Figures.failed(Figures.origin()), TurnMetrics.Role.AGENT, 4, false, false));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder(
				"voice.turns[outcome=error, role=agent, tenant.id=clinic-1] 1",
				"voice.turn.duration[outcome=error, role=agent, tenant.id=clinic-1] 4 in 1",
				"gen_ai.invoke_agent.duration[error.type=java.io.IOException, gen_ai.operation.name=invoke_agent] "
						+ "4 in 1",
				"voice.errors[error.type=java.io.IOException, tenant.id=clinic-1, voice.stage=agent_turn] 1");
	}

	@Test
	void aReplyThatWasDiscarded() {
		this.recorded.told(new TurnMetrics(Figures.origin().withOutcome(Outcome.CANCELLED, null),
				TurnMetrics.Role.AGENT, 0.5, false, true));
		assertThat(this.recorded.lines()).contains("voice.replies.discarded[tenant.id=clinic-1] 1",
				"voice.turns[outcome=cancelled, role=agent, tenant.id=clinic-1] 1");
	}

	@Test
	void theLatencyAndItsParts() {
		this.recorded.told(new TurnLatency(Figures.origin(), "speech-1", 1.5, s(1.2),
				List.of(part(LatencyPart.Kind.TRANSCRIPTION, 0, 0.2), part(LatencyPart.Kind.LLM, 0.2, 0.3),
						part(LatencyPart.Kind.TOOL, 0.5, 0.4), part(LatencyPart.Kind.LLM, 0.9, 0.25),
						part(LatencyPart.Kind.TTS, 1.15, 0.35), part(LatencyPart.Kind.PLAYOUT, 1.5, 0))));
		String part = "voice.turn.latency.part[part=";
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder("voice.turn.latency[tenant.id=clinic-1] 1.5 in 1",
				"voice.turn.total_latency[tenant.id=clinic-1] 1.2 in 1",
				part + "transcription, tenant.id=clinic-1] 0.2 in 1", part + "llm, tenant.id=clinic-1] 0.55 in 1",
				part + "tool, tenant.id=clinic-1] 0.4 in 1", part + "tts, tenant.id=clinic-1] 0.35 in 1",
				part + "playout, tenant.id=clinic-1] 0 in 1");
	}

	@Test
	void aLatencyWhoseSumIsNotKnownAndWhoseReplyFailedElsewhere() {
		this.recorded.told(new TurnLatency(Figures.failed(Figures.nowhere()), null, 1.5, UNKNOWN, List.of()));
		assertThat(this.recorded.lines()).containsExactly("voice.turn.latency[tenant.id=none] 1.5 in 1");
	}

	@Test
	void theEndOfATurn() {
		this.recorded.told(new EouMetrics(Figures.origin(), s(0.5), s(0.3), s(0.05), s(0.02), 3));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder(
				"voice.turn.end_of_utterance_delay[tenant.id=clinic-1] 0.5 in 1",
				"voice.turn.transcription_delay[tenant.id=clinic-1] 0.3 in 1",
				"voice.turn.on_user_turn_completed_delay[tenant.id=clinic-1] 0.05 in 1",
				"voice.turn.detection_duration[gen_ai.provider.name=acme, gen_ai.request.model=m1] 0.02 in 1",
				"voice.turn.detection_requests[gen_ai.provider.name=acme, gen_ai.request.model=m1] 3");
	}

	@Test
	void anEndOfATurnOfWhichNothingIsKnown() {
		this.recorded.told(new EouMetrics(Figures.origin(), UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0));
		assertThat(this.recorded.lines()).isEmpty();
	}

	@Test
	void anEndOfATurnWhoseRequestsTookNobodyKnowsHowLong() {
		this.recorded.told(new EouMetrics(Figures.origin(), UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 2));
		assertThat(this.recorded.lines())
			.containsExactly("voice.turn.detection_requests[gen_ai.provider.name=acme, gen_ai.request.model=m1] 2");
	}

	@Test
	void aReplyThatWasInterruptedAndFailedIsOneFailure() {
		MetricsOrigin failed = Figures.failed(Figures.origin());
		this.recorded.told(new InterruptionMetrics(failed, "user_speech", 1, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN));
		this.recorded.told(new TurnMetrics(failed, TurnMetrics.Role.AGENT, 4, true, false));
		assertThat(errors()).containsExactly(
				"voice.errors[error.type=java.io.IOException, tenant.id=clinic-1, voice.stage=agent_turn] 1");
	}

	@Test
	void aTurnThatFailedIsNoFailureOfTheDetectionOfItsEnd() {
		MetricsOrigin failed = Figures.failed(Figures.origin());
		this.recorded.told(new EouMetrics(failed, s(0.5), UNKNOWN, UNKNOWN, s(0.02), 1));
		this.recorded.told(new TurnMetrics(failed, TurnMetrics.Role.USER, 4, false, false));
		assertThat(errors()).containsExactly(
				"voice.errors[error.type=java.io.IOException, tenant.id=clinic-1, voice.stage=user_turn] 1");
	}

	private List<String> errors() {
		return this.recorded.lines().stream().filter((line) -> line.startsWith("voice.errors")).toList();
	}

	@Test
	void anInterruption() {
		this.recorded.told(
				new InterruptionMetrics(Figures.origin(), "user_speech", 1, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN, s(1.75)));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder(
				"voice.interruptions[source=user_speech, tenant.id=clinic-1] 1",
				"voice.interruption.playout_position[source=user_speech, tenant.id=clinic-1] 1.75 in 1");
	}

	@Test
	void aJudgementThatItIsNone() {
		this.recorded.told(new InterruptionMetrics(Figures.origin(), null, 0, 2, 3, s(0.2), s(0.1), s(0.3), UNKNOWN));
		String model = "[gen_ai.provider.name=acme, gen_ai.request.model=m1]";
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder("voice.backchannels[tenant.id=clinic-1] 2",
				"voice.interruption.requests" + model + " 3", "voice.interruption.duration" + model + " 0.2 in 1",
				"voice.interruption.prediction_duration" + model + " 0.1 in 1",
				"voice.interruption.detection_delay" + model + " 0.3 in 1");
	}

	@Test
	void aToolCall() {
		this.recorded.told(Figures.tool(Figures.failed(Figures.origin())));
		assertThat(this.recorded.lines()).containsExactlyInAnyOrder("voice.tool.calls[outcome=error, tool=book] 1",
				"voice.tool.duration[outcome=error, tool=book] 0.25 in 1",
				"gen_ai.execute_tool.duration[error.type=java.io.IOException, gen_ai.operation.name=execute_tool, "
						+ "gen_ai.tool.name=book] 0.25 in 1",
				"voice.errors[error.type=java.io.IOException, tenant.id=clinic-1, voice.stage=function_tool] 1");
	}

	private static LatencyPart part(LatencyPart.Kind kind, double start, double duration) {
		return new LatencyPart(kind, start, duration);
	}

}
