package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The system's clock is set in the middle of a call. Row 20 of the scorecard: durations
 * come from monotonic time, and nothing ends before it starts.
 */
class ClockSkewTests {

	private static final Map<String, Long> MILLIS = Map.of("agent_session", 1050L, "user_turn", 350L, "user_speaking",
			200L, "eou_wait", 150L, "agent_turn", 700L, "llm_request", 300L, "tts_request", 100L, "agent_speaking",
			300L);

	@ParameterizedTest
	@CsvSource({ "-3600, 0", "3600, 0", "-3600, 3600", "3600, -7200", "-1, 1" })
	void changesNoDurationAndNoOrder(long first, long second) {
		try (Recording recording = new Recording()) {
			VirtualTime time = recording.time;
			VoiceSession session = recording.session();
			UserTurn question = session.startUserTurn();
			question.startedSpeaking(null);
			time.setWallClock(Duration.ofSeconds(first));
			time.advanceMillis(200);
			question.stoppedSpeaking(null);
			time.advanceMillis(150);
			question.end();
			AgentTurn reply = session.startAgentTurn();
			LlmCall call = reply.startLlmCall();
			time.advanceMillis(100);
			call.firstToken();
			time.setWallClock(Duration.ofSeconds(second));
			time.advanceMillis(200);
			call.end();
			SpeechSynthesis synthesis = reply.startSynthesis();
			synthesis.textHandedOver("text");
			time.advanceMillis(100);
			synthesis.firstAudio();
			synthesis.end();
			reply.firstAudioPlayed(session.now());
			time.advanceMillis(300);
			reply.playoutEnded(Duration.ofMillis(300), session.now());
			reply.end(session.now());
			session.end();
			assertThat(recording.spans()).hasSize(MILLIS.size()).allSatisfy((span) -> {
				assertThat(millis(span)).as(span.getName()).isEqualTo(MILLIS.get(span.getName()));
				assertThat(Recording.start(span)).isBetween(VirtualTime.START, VirtualTime.START.plusMillis(1050));
			});
			assertThat(Recording.attributes(recording.span(reply))).containsEntry("voice.e2e_latency", 0.55);
			assertThat(Recording.attributes(recording.span(call))).containsEntry("gen_ai.response.time_to_first_chunk",
					0.1);
			assertThat(recording.telemetry.refusals()).isEmpty();
			recording.assertValid();
			assertNextCallBeginsByTheNewClock(recording, Duration.ofSeconds(first + second));
		}
	}

	private static long millis(SpanData span) {
		return Duration.between(Recording.start(span), Recording.end(span)).toMillis();
	}

	private static void assertNextCallBeginsByTheNewClock(Recording recording, Duration skew) {
		Instant now = VirtualTime.START.plusMillis(1050).plus(skew);
		VoiceSession next = recording.session("call-2");
		next.end();
		assertThat(Recording.start(recording.span(next))).isEqualTo(now);
		assertThat(Recording.end(recording.span(next))).isEqualTo(now);
	}

}
