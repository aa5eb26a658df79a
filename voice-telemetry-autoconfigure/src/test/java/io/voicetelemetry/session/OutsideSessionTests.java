package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.NotUnderJavaagent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Voice spans that belong to no session.
 */
class OutsideSessionTests {

	private final Recording recording = new Recording(
			(settings) -> settings.attributes(Attributes.builder().put("deployment.environment.name", "test").build()));

	@AfterEach
	void closeRecording() {
		this.recording.assertValid();
		this.recording.close();
	}

	@Test
	void standsAloneWhereNothingIsActive() {
		VoiceSpan call = this.recording.telemetry.start(Stage.LLM_REQUEST, "llm.summary");
		this.recording.time.advanceMillis(30);
		call.end();
		assertThat(this.recording.span(call).getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(this.recording.span(call).getName()).isEqualTo("llm.summary");
		assertThat(Recording.attributes(this.recording.span(call))).containsEntry("deployment.environment.name", "test")
			.containsEntry("voice.stage", "llm_request")
			.doesNotContainKeys("session.id", "gen_ai.conversation.id");
	}

	@Test
	@NotUnderJavaagent
	void standsUnderTheActiveSpan() {
		Span request = this.recording.otherTracer().spanBuilder("POST /summaries").startSpan();
		VoiceSpan operation;
		VoiceSpan call;
		try (Scope scope = request.makeCurrent()) {
			operation = this.recording.telemetry.start(Stage.OPERATION, "summarise");
			try (Scope inner = operation.makeCurrent()) {
				call = this.recording.telemetry.start(Stage.LLM_REQUEST, null);
			}
		}
		operation.end();
		call.end();
		request.end();
		assertThat(this.recording.span(operation).getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
		this.recording.assertParent(call, operation);
	}

	@Test
	@NotUnderJavaagent
	void standsUnderASpanOfAnotherLibraryInsideAVoiceSpan() {
		VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "summarise");
		Span other;
		VoiceSpan call;
		try (Scope scope = operation.makeCurrent()) {
			other = this.recording.otherTracer().spanBuilder("other").startSpan();
			try (Scope inner = other.makeCurrent()) {
				call = this.recording.telemetry.start(Stage.LLM_REQUEST, null);
			}
		}
		call.end();
		other.end();
		operation.end();
		assertThat(this.recording.span(call).getParentSpanId()).isEqualTo(other.getSpanContext().getSpanId());
	}

	@Test
	void replyHasAnIdThatItsStepsShare() {
		AgentTurn turn = (AgentTurn) this.recording.telemetry.start(Stage.AGENT_TURN, null);
		LlmCall call = turn.startLlmCall();
		call.end();
		turn.end();
		assertThat(turn.speechId()).startsWith("speech_");
		assertThat(Recording.attribute(this.recording.span(turn), "voice.speech_id")).isEqualTo(turn.speechId());
		assertThat(Recording.attribute(this.recording.span(call), "voice.speech_id")).isEqualTo(turn.speechId());
		assertThat(Recording.attribute(this.recording.span(turn), "voice.generation_count")).isEqualTo(1L);
	}

	@Test
	void endsWithTheLastOfItsChildren() {
		VoiceSpan outer = this.recording.telemetry.start(Stage.OPERATION, "outer");
		VoiceSpan inner = outer.startOperation("inner");
		this.recording.time.advanceMillis(10);
		outer.end();
		this.recording.assertNotExported(outer);
		this.recording.time.advanceMillis(10);
		inner.end();
		assertThat(Recording.end(this.recording.span(outer))).isEqualTo(Recording.end(this.recording.span(inner)));
	}

	@Test
	void firstOfTwoTriesHasItsOwnTime() {
		LlmCall call = (LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, null);
		call.attemptStarted();
		this.recording.time.advanceMillis(100);
		call.attemptEnded(new IllegalStateException());
		this.recording.time.advanceMillis(500);
		VoiceSpan second = call.attemptStarted();
		this.recording.time.advanceMillis(50);
		call.attemptEnded(null);
		call.end();
		assertThat(second).isNotSameAs(call);
		assertThat(this.recording.spans(Stage.LLM_REQUEST_RUN)).hasSize(2).first().satisfies((first) -> {
			assertThat(Recording.start(first)).isEqualTo(VirtualTime.START);
			assertThat(Recording.end(first)).isEqualTo(VirtualTime.START.plusMillis(100));
		});
	}

	@Test
	void endsWhenItSaysItDid() {
		VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "work");
		Instant end = this.recording.time.advanceMillis(40);
		this.recording.time.advanceMillis(1000);
		operation.end(end);
		assertThat(Recording.end(this.recording.span(operation))).isEqualTo(end);
	}

	@Test
	void startsByTheWallClockAlsoWhenThatWasSetSinceTheStartOfTheProcess() {
		this.recording.telemetry.start(Stage.OPERATION, "early").end();
		this.recording.time.setWallClock(Duration.ofHours(1));
		Instant later = this.recording.time.advance(Duration.ofMinutes(1));
		VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "late");
		assertThat(operation.now()).isEqualTo(later);
		operation.end(operation.now());
		assertThat(Recording.start(this.recording.span(operation))).isEqualTo(later);
		assertThat(Recording.end(this.recording.span(operation))).isEqualTo(later);
	}

	@Test
	void neverHasANegativeDurationWhenTheWallClockGoesBack() {
		VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "work");
		this.recording.time.setWallClock(Duration.ofHours(-1));
		Instant start = operation.now();
		operation.startOperation("inner").end();
		operation.end();
		assertThat(start).isEqualTo(VirtualTime.START);
		assertThat(this.recording.spans()).allSatisfy(
				(span) -> assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos()));
	}

	@Test
	void childOfAStageThatIsOverIsCountedAndNotRecorded() {
		VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "work");
		operation.end();
		VoiceSpan child = operation.startOperation("late");
		child.end();
		assertThat(child.isRecording()).isFalse();
		assertThat(this.recording.spans()).hasSize(1);
		assertThat(this.recording.refusals(RefusalReason.LATE)).isEqualTo(1);
	}

	@Test
	void childStandsUnderTheNearestThatIsStillOpen() {
		VoiceSpan outer = this.recording.telemetry.start(Stage.OPERATION, "outer");
		VoiceSpan inner = outer.startOperation("inner");
		inner.end();
		VoiceSpan child = inner.startOperation("late");
		child.end();
		outer.end();
		this.recording.assertParent(child, outer);
	}

	@Test
	@NotUnderJavaagent
	void workThatGoesOnInTheContextOfAnEndedStageIsStillRecordedInItsTrace() {
		VoiceSpan operation = this.recording.telemetry.start(Stage.OPERATION, "work");
		Context context = operation.context();
		operation.end();
		VoiceSpan later;
		try (Scope scope = context.makeCurrent()) {
			later = this.recording.telemetry.start(Stage.LLM_REQUEST, null);
		}
		later.end();
		assertThat(this.recording.span(later).getTraceId()).isEqualTo(operation.spanContext().getTraceId());
		// It was asynchronous work that its caller did not wait for.
		this.recording.reset();
	}

}
