package io.voicetelemetry.session;

import java.util.OptionalDouble;
import java.util.function.Function;

import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Figures that only the application knows, which it reports on the stage they are about.
 */
class ReportedFiguresTests {

	private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VoiceSession session = this.recording.telemetry.session().id("call-1").tenantId("clinic").start();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private static Function<MetricsOrigin, VoiceMetrics> llm(long input) {
		return (origin) -> new LlmMetrics(origin.withModel("own", "judge"), 0.2, UNKNOWN, TokenUsage.of(input, 1L),
				UNKNOWN, 1);
	}

	@Test
	void areToldAndCountedAsAllOthers() {
		UserTurn turn = this.session.startUserTurn();
		this.recording.time.advanceMillis(60);
		turn.report((origin) -> new InterruptionMetrics(origin.withModel("own", "backchannel"), null, 0, 1, 3,
				OptionalDouble.of(0.05), OptionalDouble.of(0.02), OptionalDouble.of(0.3), UNKNOWN));
		InterruptionMetrics metrics = this.told.only(InterruptionMetrics.class);
		assertThat(metrics.requests()).isEqualTo(3);
		assertThat(metrics.origin().sessionId()).isEqualTo("call-1");
		assertThat(metrics.origin().tenantId()).isEqualTo("clinic");
		assertThat(metrics.origin().speechId()).isEqualTo(turn.speechId());
		assertThat(metrics.origin().spanId()).isEqualTo(turn.spanContext().getSpanId());
		assertThat(metrics.origin().timestamp()).isEqualTo(VirtualTime.START.plusMillis(60));
		assertThat(metrics.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.session.usage().usage())
			.extracting(ModelUsage::kind, ModelUsage::provider, ModelUsage::model, ModelUsage::requests)
			.containsExactly(tuple(UsageKind.INTERRUPTION, "own", "backchannel", 3L));
	}

	@Test
	void knowWhoDoesTheWorkOfTheirStage() {
		LlmCall call = this.session.startLlmCall().model("openai", "gpt-4o");
		call.report((origin) -> new ToolMetrics(origin, "web_search", 0.4)).end();
		assertThat(this.told.only(ToolMetrics.class).origin().model()).isEqualTo("gpt-4o");
		assertThat(this.told.types()).containsExactly("tool_metrics", "llm_metrics");
	}

	@Test
	void thatCannotBeMadeHarmNobody() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.report((origin) -> {
			throw new IllegalStateException();
		});
		reply.report((origin) -> {
			throw new StackOverflowError();
		});
		reply.report((origin) -> nothing());
		reply.report((origin) -> new ToolMetrics(origin, null, -1));
		reply.report((origin) -> new ToolMetrics(origin, null, Double.NaN));
		assertThat(this.recording.refusals(RefusalReason.USER_CODE_FAILED)).isEqualTo(5);
		assertThat(this.told.metrics).isEmpty();
		reply.report(null);
		assertThat(this.recording.refusals(RefusalReason.NULL_ARGUMENT)).isEqualTo(1);
		reply.end();
		assertThat(this.told.types()).containsExactly("turn_metrics");
	}

	@SuppressWarnings("NullAway") // What an application written in Kotlin, say, may do.
	private static VoiceMetrics nothing() {
		@Nullable VoiceMetrics nothing = null;
		return nothing;
	}

	@Test
	void ofAStageThatIsOverAreRefused() {
		LlmCall call = this.session.startLlmCall();
		call.end();
		call.report(llm(5));
		assertThat(this.told.all(LlmMetrics.class)).hasSize(1);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
	}

	@Test
	void afterTheSessionAreRefused() {
		AgentTurn reply = this.session.startAgentTurn();
		this.session.end();
		int told = this.told.all.size();
		reply.report(llm(5));
		this.session.report(llm(5));
		assertThat(this.told.all).hasSize(told);
		assertThat(this.session.usage().usage()).isEmpty();
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(2);
	}

	@Test
	void thatEndTheSessionWhileTheyAreMadeAreRefused() {
		this.session.report((origin) -> {
			this.session.end();
			return llm(5).apply(origin);
		});
		assertThat(this.told.metrics).isEmpty();
		assertThat(this.told.usage).hasSize(1);
		assertThat(this.told.usage.get(0).models()).isEmpty();
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
	}

	@Test
	void outsideAnySessionAreToldToo() {
		VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "batch");
		operation.report(llm(5)).end();
		LlmMetrics metrics = this.told.only(LlmMetrics.class);
		assertThat(metrics.origin().sessionId()).isNull();
		assertThat(metrics.origin().spanId()).isEqualTo(operation.spanContext().getSpanId());
		assertThat(this.session.usage().usage()).isEmpty();
	}

	@Test
	void ofTelemetryThatIsOffAreNotMade() {
		VoiceTelemetry.noop().start(Stage.OPERATION, null).report((origin) -> {
			throw new AssertionError();
		});
		assertThat(VoiceTelemetry.noop().refusals()).isEmpty();
	}

}
