package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;

import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.TtsMetrics;
import io.voicetelemetry.event.UsageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The figures of speech synthesis: of one that was cut off, what was spoken and not what
 * was planned.
 */
class SynthesisFiguresTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	private final AgentTurn reply = this.session.startAgentTurn();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private TtsMetrics tts() {
		return this.told.only(TtsMetrics.class);
	}

	/**
	 * A synthesis whose audio the caller hears.
	 */
	private SpeechSynthesis heard() {
		SpeechSynthesis synthesis = this.reply.startSynthesis();
		synthesis.textHandedOver("On Tuesday at nine.");
		this.time.advanceMillis(100);
		synthesis.firstAudio();
		this.reply.firstAudioPlayed(null);
		return synthesis;
	}

	@Test
	void synthesisTellsAllItKnows() {
		SpeechSynthesis synthesis = this.reply.startTtsNode().startSynthesis();
		synthesis.model("elevenlabs", "flash").segment("segment-2").connected(Duration.ofMillis(40), false);
		synthesis.attemptStarted();
		synthesis.attemptEnded(new IllegalStateException());
		synthesis.attemptStarted();
		this.time.advanceMillis(400);
		synthesis.textHandedOver("Grüße ");
		synthesis.textHandedOver("👋🏽");
		this.time.advanceMillis(150);
		synthesis.firstAudio();
		this.time.advanceMillis(200);
		synthesis.attemptEnded(null);
		synthesis.usage(TokenUsage.of(9L, 60L)).audioDuration(Duration.ofMillis(1250)).end();
		assertThat(tts().duration()).isEqualTo(0.75);
		assertThat(tts().ttfb()).hasValue(0.15);
		assertThat(tts().audioDuration()).hasValue(1.25);
		// The hand and its colour are two, and four chars.
		assertThat(tts().charactersCount()).hasValue(8);
		assertThat(tts().tokens()).isEqualTo(TokenUsage.of(9L, 60L));
		assertThat(tts().streamed()).isTrue();
		assertThat(tts().segmentId()).isEqualTo("segment-2");
		assertThat(tts().attempts()).isEqualTo(2);
		assertThat(tts().acquireTime()).hasValue(0.04);
		assertThat(tts().connectionReused()).isFalse();
		assertThat(tts().outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(tts().origin().provider()).isEqualTo("elevenlabs");
		assertThat(tts().origin().model()).isEqualTo("flash");
	}

	@Test
	void synthesisOfWhichNothingIsToldHasNothingButItsDuration() {
		SpeechSynthesis synthesis = this.reply.startSynthesis();
		this.time.advanceMillis(70);
		synthesis.audioDuration(Duration.ofSeconds(-1)).connected(Duration.ofSeconds(-1), true).end();
		assertThat(tts().duration()).isEqualTo(0.07);
		assertThat(tts().ttfb()).isEmpty();
		assertThat(tts().audioDuration()).isEmpty();
		assertThat(tts().charactersCount()).isEmpty();
		assertThat(tts().tokens()).isEqualTo(TokenUsage.unknown());
		assertThat(tts().streamed()).isFalse();
		assertThat(tts().segmentId()).isNull();
		assertThat(tts().attempts()).isEqualTo(1);
		assertThat(tts().acquireTime()).isEmpty();
		assertThat(tts().connectionReused()).isNull();
		assertThat(this.recording.refusals(RefusalReason.INVALID_VALUE)).isEqualTo(2);
	}

	@Test
	void connectionMayBeReusedWithoutATime() {
		this.reply.startSynthesis().connected(null, true).end();
		assertThat(tts().connectionReused()).isTrue();
		assertThat(tts().acquireTime()).isEmpty();
	}

	@Test
	void textInOnePieceIsNotStreamed() {
		SpeechSynthesis synthesis = this.reply.startSynthesis();
		synthesis.textHandedOver("Hello");
		synthesis.textHandedOver("");
		synthesis.end();
		assertThat(tts().streamed()).isFalse();
		assertThat(tts().charactersCount()).hasValue(5);
	}

	@Test
	void firstAudioBeforeTheSynthesisTellsNothing() {
		Instant before = this.time.advanceMillis(0);
		this.time.advanceMillis(100);
		SpeechSynthesis synthesis = this.reply.startSynthesis();
		synthesis.firstAudio(before);
		synthesis.end();
		assertThat(tts().ttfb()).isEmpty();
		assertThat(Recording.attributes(this.recording.span(synthesis)))
			.doesNotContainKey("voice.tts.time_to_first_byte");
	}

	@Test
	void synthesisThatWasCutOffTellsTheCharactersThatWereSpoken() {
		SpeechSynthesis synthesis = heard();
		synthesis.audioDuration(Duration.ofMillis(900)).spoken("On 🗓").cancel();
		assertThat(tts().cancelled()).isTrue();
		assertThat(tts().charactersCount()).hasValue(4);
		assertThat(tts().audioDuration()).hasValue(0.9);
		assertThat(tts().ttfb()).hasValue(0.1);
		// The span says both.
		assertThat(Recording.attributes(this.recording.span(synthesis))).containsEntry("voice.tts.characters", 19L)
			.containsEntry("voice.tts.spoken_characters", 4L);
	}

	@Test
	void synthesisThatWasCutOffTellsAsMuchAudioAsWasPlayed() {
		SpeechSynthesis synthesis = heard();
		this.time.advanceMillis(600);
		this.reply.interrupted("user_turn");
		this.reply.playoutEnded(Duration.ofMillis(600), null);
		synthesis.cancel();
		assertThat(tts().audioDuration()).hasValue(0.6);
		// How much of the text that was nobody said.
		assertThat(tts().charactersCount()).hasValue(19);
	}

	@Test
	void synthesisThatRunsWhenTheCallerHangsUpTellsAsMuchAudioAsWasPlayed() {
		heard();
		this.reply.playoutEnded(Duration.ofMillis(600), null);
		this.session.end();
		assertThat(tts().cancelled()).isTrue();
		assertThat(tts().audioDuration()).hasValue(0.6);
		assertThat(this.told.usage.get(0).audioDuration(UsageKind.TTS)).hasValue(0.6);
	}

	@Test
	void whatWasPlayedOfSeveralSynthesesIsNotOneOfThemAlone() {
		SpeechSynthesis first = heard();
		first.audioDuration(Duration.ofMillis(500)).end();
		SpeechSynthesis second = this.reply.startSynthesis();
		this.reply.playoutEnded(Duration.ofMillis(600), null);
		second.cancel();
		assertThat(this.told.of(first, TtsMetrics.class).audioDuration()).hasValue(0.5);
		assertThat(this.told.of(second, TtsMetrics.class).audioDuration()).isEmpty();
	}

	@Test
	void whatWasPlayedIsNotWhatASynthesisMadeThatWasNotCutOff() {
		SpeechSynthesis done = heard();
		this.reply.playoutEnded(Duration.ofMillis(600), null);
		done.spoken("On").end();
		assertThat(tts().audioDuration()).isEmpty();
		assertThat(tts().charactersCount()).hasValue(19);
	}

	@Test
	void synthesisThatFailedTellsWhatWasHandedOver() {
		SpeechSynthesis synthesis = this.reply.startSynthesis();
		synthesis.textHandedOver("Hello");
		synthesis.spoken("H").fail(new IllegalStateException());
		assertThat(tts().outcome()).isEqualTo(Outcome.ERROR);
		assertThat(tts().charactersCount()).hasValue(5);
		assertThat(tts().audioDuration()).isEmpty();
		assertThat(tts().ttfb()).isEmpty();
	}

	@Test
	void synthesisOutsideAReplyIsToldTheSame() {
		this.reply.end();
		SpeechSynthesis synthesis = this.session.startSynthesis();
		synthesis.textHandedOver("Please hold.");
		this.time.advanceMillis(80);
		synthesis.firstAudio();
		synthesis.cancel();
		assertThat(tts().ttfb()).hasValue(0.08);
		assertThat(tts().audioDuration()).isEmpty();
		assertThat(tts().origin().speechId()).isNull();
	}

}
