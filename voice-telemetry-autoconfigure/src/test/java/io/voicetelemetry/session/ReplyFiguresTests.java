package io.voicetelemetry.session;

import java.time.Duration;
import java.util.List;

import io.voicetelemetry.event.DiscardedMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.TurnMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The figures of replies that were cut off, and of those prepared in vain.
 */
class ReplyFiguresTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private InterruptionMetrics interruption() {
		return this.told.only(InterruptionMetrics.class);
	}

	// Interruptions

	@Test
	void interruptionTellsHowLongTheCallerWasHeardBeforeItWasFound() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.firstAudioPlayed(null);
		this.time.advanceMillis(700);
		UserTurn barge = this.session.startUserTurn();
		barge.startedSpeaking(null);
		this.time.advanceMillis(240);
		reply.interrupted("audio_activity");
		this.time.advanceMillis(100);
		reply.playoutEnded(Duration.ofMillis(1040), null);
		reply.end();
		assertThat(interruption().source()).isEqualTo("audio_activity");
		assertThat(interruption().interruptions()).isEqualTo(1);
		assertThat(interruption().backchannels()).isZero();
		assertThat(interruption().requests()).isZero();
		assertThat(interruption().totalDuration()).isEmpty();
		assertThat(interruption().predictionDuration()).isEmpty();
		assertThat(interruption().detectionDelay()).hasValue(0.24);
		assertThat(interruption().playoutPosition()).hasValue(1.04);
		assertThat(interruption().cancelled()).isTrue();
		Told.assertOf(this.recording.span(reply), interruption().origin());
	}

	@Test
	void interruptionByNobodyWhoSpeaksHasNoDelay() {
		AgentTurn reply = this.session.startAgentTurn();
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		this.time.advanceMillis(100);
		reply.interrupted(null);
		reply.end();
		assertThat(interruption().source()).isNull();
		assertThat(interruption().detectionDelay()).isEmpty();
		assertThat(interruption().playoutPosition()).isEmpty();
	}

	@Test
	void interruptionThatWasNoneIsABackchannel() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.interrupted("audio_activity");
		reply.falseInterruption(true);
		reply.interrupted("audio_activity");
		reply.falseInterruption(true);
		reply.end();
		assertThat(interruption().interruptions()).isZero();
		assertThat(interruption().backchannels()).isEqualTo(2);
		assertThat(interruption().source()).isNull();
		assertThat(interruption().outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(this.told.only(TurnMetrics.class).interrupted()).isFalse();
	}

	@Test
	void replyThatWentOnMayBeInterruptedAfterAll() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.interrupted("audio_activity");
		reply.falseInterruption(true);
		reply.interrupted("user_turn");
		this.session.end();
		assertThat(interruption().interruptions()).isEqualTo(1);
		assertThat(interruption().backchannels()).isEqualTo(1);
		assertThat(interruption().source()).isEqualTo("user_turn");
	}

	@Test
	void replyThatNothingCutOffTellsNoInterruption() {
		this.session.startAgentTurn().end();
		assertThat(this.told.types()).containsExactly("turn_metrics");
	}

	// Replies that were prepared in vain

	@Test
	void eachRequestOfAReplyThatIsDiscardedIsMarkedAndCountedOnce() {
		AgentTurn vain = this.session.startAgentTurn();
		LlmCall call = vain.startLlmCall().model("openai", "gpt-4o");
		call.usage(TokenUsage.of(100L, 10L)).end();
		SpeechSynthesis synthesis = vain.startSynthesis().model("elevenlabs", "flash");
		synthesis.textHandedOver("Hello");
		vain.startToolCall("look_up").end();
		vain.discarded();
		synthesis.cancel();
		vain.end();
		AgentTurn heard = this.session.startAgentTurn();
		heard.startLlmCall().model("openai", "gpt-4o").usage(TokenUsage.of(90L, 20L)).end();
		heard.end();
		List<DiscardedMetrics> discarded = this.told.all(DiscardedMetrics.class);
		assertThat(discarded).extracting(DiscardedMetrics::request)
			.usingElementComparator((one, other) -> (one == other) ? 0 : 1)
			.containsExactly(this.told.of(call, LlmMetrics.class), this.told.of(synthesis, TtsMetrics.class));
		assertThat(discarded.get(0).origin()).isEqualTo(discarded.get(0).request().origin());
		TurnMetrics turn = this.told.of(vain, TurnMetrics.class);
		assertThat(turn.discarded()).isTrue();
		assertThat(turn.interrupted()).isFalse();
		assertThat(turn.cancelled()).isTrue();
		assertThat(this.told.all(InterruptionMetrics.class)).isEmpty();
		assertThat(this.session.usage().usage())
			.extracting((row) -> row.model(), (row) -> row.requests(), (row) -> row.discardedRequests(),
					(row) -> row.tokens(), (row) -> row.discardedTokens())
			.containsExactly(tuple("gpt-4o", 2L, 1L, TokenUsage.of(190L, 30L), TokenUsage.of(100L, 10L)),
					tuple("flash", 1L, 1L, TokenUsage.unknown(), TokenUsage.unknown()));
	}

	@Test
	void replyThatIsDiscardedAndHungUpOnIsMarkedToo() {
		AgentTurn vain = this.session.startAgentTurn();
		vain.startLlmNode().startLlmCall().usage(TokenUsage.of(100L, 10L));
		vain.discarded();
		this.session.end();
		assertThat(this.told.types()).containsExactly("llm_metrics", "discarded_metrics", "turn_metrics");
		assertThat(this.told.usage.get(0).models().get(0).discardedRequests()).isEqualTo(1);
	}

	@Test
	void replyThatWasHeardIsNotDiscarded() {
		AgentTurn reply = this.session.startAgentTurn();
		reply.startLlmCall().end();
		reply.firstAudioPlayed(null);
		reply.discarded();
		reply.end();
		assertThat(this.told.all(DiscardedMetrics.class)).isEmpty();
		assertThat(this.told.only(TurnMetrics.class).discarded()).isFalse();
	}

}
