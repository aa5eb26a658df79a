package io.voicetelemetry.session;

import java.time.Duration;
import java.util.Map;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TurnMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What LiveKit's own tests assert about replies (T16), on our handles.
 */
class LiveKitReplyFactsTests {

	private static final String POSITION = "voice.playout.position";

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

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

	@Test
	void eachStepOfAReplyNamesTheOneBefore() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.startLlmCall().end();
		reply.startToolCall("book").end();
		reply.startLlmCall().end();
		reply.end();
		String id = reply.speechId();
		assertThat(Recording.events(this.recording.span(reply), "generation")).extracting(Recording::attributes)
			.containsExactly(Map.of("voice.generation_id", id + "_1"),
					Map.of("voice.generation_id", id + "_2", "voice.parent_generation_id", id + "_1"));
		assertThat(this.recording.spans(Stage.AGENT_TURN)).hasSize(1);
		assertThat(attributes(reply)).containsEntry("voice.generation_count", 2L);
	}

	@Test
	void failureOfAReplyIsOneExceptionAndInItsFigures() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.startLlmCall().fail(new IllegalStateException("503"));
		reply.fail(new IllegalStateException("no model"));
		assertThat(this.recording.span(reply).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(this.recording.span(reply).getEvents()).extracting(EventData::getName)
			.containsExactly("generation", "exception");
		TurnMetrics metrics = this.told.only(TurnMetrics.class);
		assertThat(metrics.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(metrics.origin().errorType()).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void figuresOfAReplyThatIsSampledOutAreToldAllTheSame() {
		Told figures = new Told();
		try (Recording unsampled = figures.sampledOut()) {
			AgentTurn reply = unsampled.session().startAgentTurn();
			LlmCall call = reply.startLlmCall();
			unsampled.time.advanceMillis(700);
			call.end();
			reply.end();
			assertThat(unsampled.spans()).isEmpty();
		}
		assertThat(figures.only(LlmMetrics.class).duration()).isEqualTo(0.7);
		assertThat(figures.only(TurnMetrics.class).duration()).isEqualTo(0.7);
	}

	@Test
	void playoutPositionIsTheSumOverTheSteps() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.firstAudioPlayed(null);
		reply.playoutEnded(Duration.ofMillis(500), null);
		reply.firstAudioPlayed(null);
		reply.interrupted("user_turn");
		reply.playoutEnded(Duration.ofMillis(300), null);
		reply.end();
		assertThat(attributes(reply)).containsEntry(POSITION, 0.8);
		assertThat(this.told.only(InterruptionMetrics.class).playoutPosition()).hasValue(0.8);
	}

	@Test
	void followUpThatIsCutBeforeItPlaysKeepsThePosition() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.firstAudioPlayed(null);
		reply.playoutEnded(Duration.ofMillis(500), null);
		reply.startLlmCall();
		reply.interrupted("user_turn");
		reply.playoutEnded(Duration.ZERO, null);
		this.session.end();
		assertThat(attributes(reply)).containsEntry(POSITION, 0.5);
		assertThat(this.told.only(InterruptionMetrics.class).playoutPosition()).hasValue(0.5);
	}

	@Test
	void positionOfAReplyThatIsCutBeforeItsFirstWordIsAbsent() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.interrupted("user_turn");
		reply.playoutEnded(Duration.ZERO, null);
		reply.end();
		assertThat(attributes(reply)).doesNotContainKey(POSITION);
		assertThat(this.told.only(InterruptionMetrics.class).playoutPosition()).isEmpty();
	}

}
