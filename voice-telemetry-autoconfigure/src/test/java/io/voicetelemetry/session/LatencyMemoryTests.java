package io.voicetelemetry.session;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.voicetelemetry.event.LatencyPart.Kind.ENDPOINTING;
import static io.voicetelemetry.event.LatencyPart.Kind.OTHER;
import static io.voicetelemetry.event.LatencyPart.Kind.TOOL;
import static io.voicetelemetry.event.LatencyPart.Kind.TRANSCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept for the latency does not grow with the call.
 */
@Timeout(120)
class LatencyMemoryTests {

	private static final int MAX_STEPS = 512;

	private final TimedCall call = new TimedCall();

	private final VoiceSession session = this.call.session;

	@AfterEach
	void closeCall() {
		this.call.close();
	}

	@Test
	void repliesThatWereHeardAreNotKept() throws Exception {
		assertNotKept((next) -> this.call.say(next));
	}

	@Test
	void repliesThatNobodyHeardAreNotKept() throws Exception {
		assertNotKept((next) -> next.startSynthesis().end());
	}

	@Test
	void repliesThatWereDiscardedAreNotKept() throws Exception {
		assertNotKept(AgentTurn::discarded);
	}

	/**
	 * Each reply is under way while the caller has begun their next turn already, so that
	 * each has to do with two turns.
	 */
	private void assertNotKept(Consumer<AgentTurn> end) throws Exception {
		List<WeakReference<AgentTurn>> replies = new ArrayList<>();
		UserTurn question = this.call.question();
		for (int i = 0; i < 20; i++) {
			UserTurn next = this.session.startUserTurn();
			AgentTurn reply = this.session.startAgentTurn();
			this.call.ask(reply, 300, 100);
			end.accept(reply);
			reply.end();
			replies.add(new WeakReference<>(reply));
			next.startedSpeaking(null);
			this.call.pass(1000);
			next.stoppedSpeaking(null);
			this.call.commit(next);
			question = next;
		}
		assertThat(question.speechId()).isNotEmpty();
		if (!this.call.latencies().isEmpty()) {
			assertThat(this.call.latencies()).hasSize(20);
			this.call.acceptLatencies();
		}
		assertCollected(replies);
	}

	@Test
	void repliesAfterTheAnswerAreNotKept() throws Exception {
		this.call.question();
		this.call.reply();
		this.call.acceptLatencies();
		List<WeakReference<AgentTurn>> replies = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			AgentTurn reply = this.session.startAgentTurn();
			this.call.ask(reply, 300, 100);
			reply.end();
			replies.add(new WeakReference<>(reply));
		}
		assertCollected(replies);
	}

	private static void assertCollected(List<WeakReference<AgentTurn>> replies) throws Exception {
		for (int i = 0; i < 100 && kept(replies) > 2; i++) {
			System.gc();
			Thread.sleep(20);
		}
		assertThat(kept(replies)).isLessThanOrEqualTo(2);
	}

	private static long kept(List<WeakReference<AgentTurn>> replies) {
		return replies.stream().filter((reply) -> reply.get() != null).count();
	}

	@Test
	void stepsBeyondTheBoundAreSomethingElse() {
		UserTurn question = this.call.question();
		AgentTurn reply = this.session.startAgentTurn();
		for (int i = 0; i < MAX_STEPS + 88; i++) {
			this.call.callTool(reply, 10);
		}
		reply.firstAudioPlayed(null);
		reply.end();
		TimedCall.Took[] expected = new TimedCall.Took[MAX_STEPS + 3];
		expected[0] = TimedCall.took(TRANSCRIPTION, 100);
		expected[1] = TimedCall.took(ENDPOINTING, 300);
		for (int i = 0; i < MAX_STEPS; i++) {
			expected[i + 2] = TimedCall.took(TOOL, 10);
		}
		expected[MAX_STEPS + 2] = TimedCall.took(OTHER, 880);
		this.call.assertParts(reply, expected);
		this.call.assertAnswers(reply, question, 6.4);
	}

}
