package io.voicetelemetry.session;

import java.time.Instant;
import java.util.Map;

import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that can come twice, too late, or in the wrong order does. Row 19 of the
 * scorecard: nothing is thrown, each call is one valid tree with one root, and what was
 * refused is counted.
 */
class MessyCallTests {

	private final Recording recording = Recording.withContent();

	@AfterEach
	void closeRecording() {
		this.recording.assertValid();
		assertThat(this.recording.spans(Stage.AGENT_SESSION)).hasSize(1);
		assertThat(this.recording.telemetry.openSessions()).isZero();
		this.recording.close();
	}

	@Test
	void endsThatComeTwiceAreCounted() {
		VoiceSession session = this.recording.session();
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall();
		call.end();
		call.fail(new IllegalStateException());
		reply.cancel();
		reply.end();
		session.end();
		session.fail(new IllegalStateException());
		call.cancel();
		reply.fail(null);
		session.cancel();
		assertThat(this.recording.telemetry.refusals()).isEqualTo(Map.of(RefusalReason.DOUBLE_END, 6L));
		assertThat(Recording.attribute(this.recording.span(call), "voice.outcome")).isEqualTo("success");
		assertThat(Recording.attribute(this.recording.span(reply), "voice.outcome")).isEqualTo("cancelled");
	}

	@Test
	void endsBeforeTheirStartAreMoved() {
		Instant early = VirtualTime.START;
		this.recording.time.advanceMillis(1000);
		VoiceSession session = this.recording.session();
		UserTurn question = session.startUserTurn(early);
		question.startedSpeaking(early);
		question.stoppedSpeaking(early.minusSeconds(1));
		question.end(early);
		session.startAgentTurn().cancel(early);
		session.end(early);
		assertThat(this.recording.spans()).hasSize(5)
			.allSatisfy((span) -> assertThat(span.getEndEpochNanos()).isEqualTo(span.getStartEpochNanos()));
		assertThat(this.recording.telemetry.refusals()).containsOnlyKeys(RefusalReason.TIME_OUT_OF_RANGE);
		assertThat(this.recording.refusals(RefusalReason.TIME_OUT_OF_RANGE)).isEqualTo(7);
	}

	@Test
	void whatComesAfterTheEndIsCounted() {
		VoiceSession session = this.recording.session();
		UserTurn question = session.startUserTurn();
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall();
		SpeechSynthesis synthesis = reply.startSynthesis();
		session.end();
		int spans = this.recording.spans().size();
		call.firstToken();
		call.usage(TokenUsage.of(1, 1)).setAttribute("key", 1).addEvent("event");
		call.attemptStarted();
		question.finalTranscript("hello");
		question.startedSpeaking(null);
		question.commit();
		reply.firstAudioPlayed(null);
		reply.playoutEnded(null, null);
		reply.interrupted(null);
		reply.startToolCall("tool").result("result").end();
		synthesis.textHandedOver("hello");
		synthesis.firstAudio();
		session.startUserTurn().end();
		session.userStartedSpeaking(null);
		session.handOff("Mira");
		session.addListener((metrics) -> {
		});
		session.addEvent("event");
		assertThat(this.recording.spans()).hasSize(spans);
		assertThat(this.recording.telemetry.refusals()).isEqualTo(Map.of(RefusalReason.LATE, 19L));
	}

	@Test
	void unknownSessionsAreCounted() {
		this.recording.session("call-1").end();
		this.recording.telemetry.session("call-1").startUserTurn().finalTranscript("hello");
		this.recording.telemetry.session("nobody").end();
		this.recording.telemetry.session(null).startAgentTurn().end();
		assertThat(this.recording.telemetry.refusals()).isEqualTo(Map.of(RefusalReason.UNKNOWN_SESSION, 3L));
		assertThat(this.recording.spans()).hasSize(1);
	}

	@Test
	void duplicateIdsAreOneCall() {
		VoiceSession first = this.recording.session("call-1");
		first.startUserTurn();
		VoiceSession second = this.recording.telemetry.session().id("call-1").userId("somebody else").start();
		second.startAgentTurn().end();
		second.end();
		first.end();
		assertThat(second).isSameAs(first);
		assertThat(this.recording.telemetry.refusals())
			.isEqualTo(Map.of(RefusalReason.DUPLICATE_SESSION, 1L, RefusalReason.DOUBLE_END, 1L));
	}

	@Test
	void eventsInReverseOrderMakeNoMoment() {
		VoiceSession session = this.recording.session();
		UserTurn question = session.startUserTurn();
		AgentTurn reply = session.startAgentTurn();
		reply.playoutEnded(null, null);
		reply.firstAudioPlayed(null);
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.firstAudio();
		this.recording.time.advanceMillis(100);
		synthesis.textHandedOver("text");
		synthesis.end();
		LlmCall call = reply.startLlmCall();
		call.attemptEnded(null);
		call.firstToken();
		call.attemptStarted();
		call.end();
		question.commit();
		question.stoppedSpeaking(null);
		question.finalTranscript("hello");
		question.startedSpeaking(null);
		reply.end();
		question.end();
		session.end();
		assertThat(Recording.attributes(this.recording.span(reply))).doesNotContainKeys("voice.e2e_latency",
				"voice.total_latency");
		assertThat(this.recording.telemetry.refusals()).isEqualTo(Map.of(RefusalReason.LATE, 1L));
	}

}
