package io.voicetelemetry.session;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.event.LlmMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pieces of an answer that are counted, and those that are told.
 */
class StreamedTextTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	/**
	 * As what follows a stream does.
	 * @return whether it was only counted
	 */
	private static boolean pass(LlmCall call, String piece) {
		boolean counted = Objects.requireNonNull(StreamedText.of(call)).count(piece);
		if (!counted) {
			call.textReceived(piece);
		}
		return counted;
	}

	private Object attribute(LlmCall call, String name) {
		return Recording.attribute(this.recording.span(call), name);
	}

	@Test
	void theFirstPieceIsToldAndOthersAreCounted() {
		LlmCall call = this.session.startLlmCall();
		assertThat(List.of(pass(call, ""), pass(call, "On "), pass(call, "Tues"), pass(call, ""), pass(call, "day")))
			.containsExactly(false, false, true, false, true);
		call.end();
		assertThat(attribute(call, "voice.llm.chunks")).isEqualTo(3L);
		assertThat(attribute(call, "voice.llm.characters")).isEqualTo(10L);
		assertThat(this.told.only(LlmMetrics.class).ttft()).isPresent();
	}

	@Test
	void eachPieceIsToldWhereTextIsKept() {
		try (Recording recording = Recording.withContent()) {
			VoiceSession session = recording.session();
			LlmCall call = session.startLlmCall();
			assertThat(List.of(pass(call, "On "), pass(call, "Tuesday"))).containsExactly(false, false);
			call.end();
			session.end();
			assertThat(Recording.attribute(recording.span(call), "voice.llm.chunks")).isEqualTo(2L);
			assertThat(Recording.attribute(recording.span(call), "gen_ai.output.messages").toString())
				.contains("On Tuesday");
		}
	}

	@Test
	void theFirstPieceOfEachTryIsTold() {
		LlmCall call = this.session.startLlmCall();
		call.attemptStarted();
		assertThat(List.of(pass(call, "On "), pass(call, "Mon"))).containsExactly(false, true);
		call.attemptEnded(new IOException());
		call.attemptStarted();
		assertThat(List.of(pass(call, "At "), pass(call, "nine"))).containsExactly(false, true);
		call.attemptEnded(null);
		call.end();
		assertThat(attribute(call, "voice.llm.chunks")).isEqualTo(2L);
		assertThat(attribute(call, "voice.llm.characters")).isEqualTo(7L);
	}

	@Test
	void whatIsAnsweredToAnotherRequestIsNotCounted() {
		LlmCall call = this.session.startLlmCall();
		call.attemptStarted();
		assertThat(List.of(pass(call, "On "), pass(call, "Mon"))).containsExactly(false, true);
		call.attemptEnded(new IOException());
		LlmCall other;
		try (Scope scope = call.makeCurrent()) {
			other = (LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, null);
		}
		assertThat(List.of(pass(other, "At "), pass(other, "nine"))).containsExactly(false, true);
		assertThat(List.of(pass(call, "At "), pass(call, "nine"))).containsExactly(false, false);
		other.end();
		call.end();
		assertThat(attribute(other, "voice.llm.chunks")).isEqualTo(2L);
		assertThat(attribute(call, "voice.llm.chunks")).isEqualTo(2L);
	}

	@Test
	void nothingIsCountedWhereNothingIsRecorded() {
		assertThat(StreamedText.of((LlmCall) VoiceTelemetry.noop().start(Stage.LLM_REQUEST, null))).isNull();
	}

}
