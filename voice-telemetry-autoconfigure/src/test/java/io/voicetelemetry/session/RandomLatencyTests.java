package io.voicetelemetry.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.TurnLatency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Whatever happens in a turn, and from however many threads: it is answered once, and the
 * parts of the latency make up the whole.
 */
@Timeout(120)
class RandomLatencyTests {

	private static final int TURNS = 2000;

	private final Random random = new Random(20260301);

	@Test
	void partsFollowOneAnotherAndAddUp() {
		try (TimedCall call = new TimedCall()) {
			for (int i = 0; i < TURNS; i++) {
				call.recording.reset();
				UserTurn question = call.session.startUserTurn();
				question.startedSpeaking(null);
				call.pass(500);
				Instant end = pass(call);
				question.stoppedSpeaking(null);
				AgentTurn reply = happenings(call, question);
				question.end();
				pass(call);
				if (!reply.isOpen()) {
					reply = call.session.startAgentTurn();
				}
				pass(call);
				Instant heard = call.time.advanceMillis(0);
				reply.firstAudioPlayed(null);
				reply.end();
				double expected = (heard.toEpochMilli() - end.toEpochMilli()) / 1e3;
				assertWhole(call.latencyOf(reply), expected);
			}
			assertThat(call.latencies()).hasSize(TURNS);
		}
	}

	private static void assertWhole(TurnLatency latency, double expected) {
		assertThat(latency.e2eLatency()).isEqualTo(expected);
		double end = 0;
		for (LatencyPart part : latency.parts()) {
			assertThat(part.start()).isEqualTo(end, within(1e-9));
			assertThat(part.duration()).isPositive();
			end = part.start() + part.duration();
		}
		assertThat(end).isEqualTo(latency.e2eLatency(), within(1e-9));
	}

	/**
	 * Anything in any order, before and after the commit.
	 */
	private AgentTurn happenings(TimedCall call, UserTurn question) {
		List<VoiceSpan> open = new ArrayList<>();
		AgentTurn reply = call.session.startAgentTurn();
		int count = this.random.nextInt(40);
		for (int i = 0; i < count; i++) {
			pass(call);
			VoiceSpan some = open.isEmpty() ? null : open.get(this.random.nextInt(open.size()));
			switch (this.random.nextInt(12)) {
				case 0, 1 -> open.add(reply.startLlmCall());
				case 2 -> open.add(reply.startToolCall("lookup"));
				case 3, 4 -> open.add(reply.startSynthesis());
				case 5 -> open.add(reply.startRealtimeInference());
				case 6 -> question.finalTranscript("go");
				case 7 -> question.commit();
				case 8 -> open.add(question.startOnUserTurnCompleted());
				case 9 -> signal(some);
				case 10 -> end(some);
				default -> {
					if (this.random.nextInt(4) == 0) {
						reply.discarded();
						open.forEach(VoiceSpan::end);
						open.clear();
						reply.end();
						reply = call.session.startAgentTurn();
					}
				}
			}
		}
		open.stream().filter(VoiceSpan::isOpen).forEach(VoiceSpan::end);
		return reply;
	}

	private void signal(VoiceSpan span) {
		if (span instanceof LlmCall request) {
			request.firstToken();
		}
		else if (span instanceof SpeechSynthesis synthesis && this.random.nextBoolean()) {
			synthesis.textHandedOver("hello");
		}
		else if (span instanceof SpeechSynthesis synthesis) {
			synthesis.firstAudio();
		}
		else if (span instanceof RealtimeInference inference) {
			inference.firstAudio(null);
		}
	}

	private void end(VoiceSpan span) {
		if (span != null && span.isOpen()) {
			if (this.random.nextInt(3) == 0) {
				span.fail(new IllegalStateException());
			}
			else {
				span.end();
			}
		}
	}

	private Instant pass(TimedCall call) {
		return call.time.advanceMillis(this.random.nextInt(5) * 10L);
	}

	@Test
	void ofTwoRepliesThatAreHeardAtOnceOneAnswers() throws Exception {
		try (TimedCall call = new TimedCall()) {
			CyclicBarrier start = new CyclicBarrier(2);
			for (int i = 1; i <= TURNS; i++) {
				call.question();
				AgentTurn first = call.session.startAgentTurn();
				AgentTurn second = call.session.startAgentTurn();
				Thread other = new Thread(() -> hear(start, second));
				other.start();
				hear(start, first);
				other.join(TimeUnit.SECONDS.toMillis(10));
				first.end();
				second.end();
				assertThat(call.latencies()).hasSize(i);
				TurnLatency latency = call.latencies().get(i - 1);
				boolean one = first.spanContext().getSpanId().equals(latency.origin().spanId());
				call.latencyOf(one ? first : second);
				call.recording.reset();
			}
		}
	}

	private static void hear(CyclicBarrier start, AgentTurn reply) {
		try {
			start.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		reply.startSynthesis().textHandedOver("hello");
		reply.firstAudioPlayed(null);
	}

}
