package io.voicetelemetry.session;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a failure looks like, and where it is told.
 */
class FailureTests {

	private static final String SECRET = "my card is 4111 1111 1111 1111";

	private Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.telemetry.findSession("call-1").ifPresent((session) -> session.end("hangup"));
		this.recording.assertValid();
		this.recording.close();
	}

	private void captureContent(int maxLength) {
		this.recording.close();
		this.recording = Recording.withContent(maxLength);
	}

	private SpanData failed(@Nullable Throwable error) {
		VoiceSpan operation = this.recording.session().startOperation("work");
		operation.fail(error);
		return this.recording.span(operation);
	}

	static Stream<Throwable> errors() {
		return Stream.of(new IllegalStateException(SECRET), new IOException(SECRET), new StackOverflowError(SECRET),
				new OutOfMemoryError(SECRET), new NoClassDefFoundError(SECRET), new AssertionError(SECRET));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void isOneExceptionOneTypeAndOneStatus(Throwable error) {
		SpanData span = failed(error);
		assertThat(Recording.attributes(span)).containsEntry("voice.outcome", "error")
			.containsEntry("error.type", error.getClass().getName());
		assertThat(span.getEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getName()).isEqualTo("exception");
			assertThat(Recording.attributes(event)).isEqualTo(Map.of("exception.type", error.getClass().getName()));
		});
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEmpty();
		assertThat(span.toString()).doesNotContain("my card");
	}

	@Test
	void ofAnUnknownKindIsOther() {
		SpanData span = failed(null);
		assertThat(Recording.attributes(span)).containsEntry("error.type", "_OTHER");
		assertThat(span.getEvents()).singleElement()
			.satisfies(
					(event) -> assertThat(Recording.attributes(event)).isEqualTo(Map.of("exception.type", "_OTHER")));
	}

	@Test
	void hasMessageAndStackTraceWhereContentIsCaptured() {
		captureContent(65_536);
		SpanData span = failed(new IllegalStateException(SECRET, new IOException("cause")));
		EventData event = span.getEvents().get(0);
		assertThat(Recording.attributes(event)).containsEntry("exception.message", SECRET);
		assertThat(Recording.attributes(event).get("exception.stacktrace").toString())
			.startsWith("java.lang.IllegalStateException: " + SECRET)
			.contains("Caused by: java.io.IOException: cause");
		assertThat(span.getStatus().getDescription()).isEqualTo(SECRET);
	}

	@Test
	void hasMessageAndStackTraceUpToTheConfiguredLength() {
		captureContent(20);
		SpanData span = failed(new IllegalStateException("x".repeat(10_000_000)));
		Map<String, Object> event = Recording.attributes(span.getEvents().get(0));
		assertThat(event.get("exception.message")).isEqualTo("x".repeat(20) + "… [truncated, 10000000 characters]");
		assertThat(event.get("exception.stacktrace").toString()).startsWith("java.lang.IllegalSta… [truncated, ");
		assertThat(span.getStatus().getDescription()).isEqualTo(event.get("exception.message"));
		// A class is no content, and half a class is no class.
		assertThat(Recording.attribute(span, "error.type")).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void hasNoMessageWhereTheStageSuppressesContent() {
		captureContent(65_536);
		VoiceSpan operation = this.recording.session().startOperation("work");
		operation.suppressContent().fail(new IllegalStateException(SECRET));
		assertThat(this.recording.span(operation).toString()).doesNotContain("my card");
	}

	@Test
	void withoutMessageHasNone() {
		captureContent(65_536);
		SpanData span = failed(new IllegalStateException());
		assertThat(Recording.attributes(span.getEvents().get(0))).containsOnlyKeys("exception.type",
				"exception.stacktrace");
		assertThat(span.getStatus().getDescription()).isEmpty();
	}

	@Test
	void thatCannotBeDescribedIsStillRecorded() {
		captureContent(65_536);
		SpanData span = failed(new Indescribable());
		assertThat(Recording.attributes(span)).containsEntry("error.type", Indescribable.class.getName());
		assertThat(span.getEvents()).hasSize(1);
		assertThat(this.recording.refusals(RefusalReason.USER_CODE_FAILED)).isEqualTo(1);
	}

	@Test
	void ofAModelIsAlsoThatOfItsReply() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		turn.startLlmNode().fail(new IllegalStateException());
		turn.end();
		SpanData span = this.recording.span(turn);
		assertThat(Recording.attributes(span)).containsEntry("voice.outcome", "error")
			.containsEntry("error.type", "java.lang.IllegalStateException");
		assertThat(Recording.events(span, "exception")).hasSize(1);
	}

	@Test
	void ofARequestWithoutNodeIsAlsoThatOfItsReply() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		turn.startLlmCall().fail(null);
		turn.end();
		assertThat(Recording.attributes(this.recording.span(turn))).containsEntry("voice.outcome", "error")
			.containsEntry("error.type", "_OTHER");
	}

	@Test
	void ofASpeechToSpeechModelIsAlsoThatOfItsReply() {
		VoiceSession session = this.recording.session();
		AgentTurn turn = session.startAgentTurn();
		this.recording.telemetry.start(session, Stage.REALTIME_INFERENCE, null).fail(new IllegalStateException());
		turn.end();
		assertThat(Recording.attribute(this.recording.span(turn), "voice.outcome")).isEqualTo("error");
	}

	@Test
	void ofASynthesisIsAlsoThatOfItsReply() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		turn.startLlmNode().end();
		turn.startTtsNode().fail(new IOException());
		turn.end();
		assertThat(Recording.attributes(this.recording.span(turn))).containsEntry("voice.outcome", "error")
			.containsEntry("error.type", "java.io.IOException");
	}

	@Test
	void thatALaterSuccessMadeUpForIsNotThatOfTheReply() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		turn.startLlmCall().fail(new IllegalStateException());
		turn.startSynthesis().fail(new IllegalStateException());
		turn.startLlmCall().end();
		turn.startSynthesis().end();
		turn.end();
		assertThat(Recording.attributes(this.recording.span(turn))).containsEntry("voice.outcome", "success")
			.doesNotContainKey("error.type");
	}

	@Test
	void isNotMadeUpForByARequestThatWasCutOff() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		turn.startLlmCall().fail(new IllegalStateException());
		turn.startLlmCall().cancel();
		turn.end();
		assertThat(Recording.attribute(this.recording.span(turn), "voice.outcome")).isEqualTo("error");
	}

	@Test
	void ofAToolIsItsOwnMatter() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		turn.startToolCall("book").fail(new IllegalStateException());
		turn.end();
		assertThat(Recording.attribute(this.recording.span(turn), "voice.outcome")).isEqualTo("success");
	}

	@Test
	void thatANodeRecoveredFromIsNotThatOfTheReply() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		LlmNode node = turn.startLlmNode();
		node.startLlmCall().fail(new IllegalStateException());
		node.end();
		turn.end();
		assertThat(Recording.attribute(this.recording.span(node), "voice.outcome")).isEqualTo("success");
		assertThat(Recording.attribute(this.recording.span(turn), "voice.outcome")).isEqualTo("success");
	}

	@Test
	void thatTheReplyItselfReportsComesFirst() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		turn.startLlmCall().fail(new IllegalStateException());
		turn.fail(new IOException());
		assertThat(Recording.attribute(this.recording.span(turn), "error.type")).isEqualTo("java.io.IOException");
		assertThat(Recording.events(this.recording.span(turn), "exception")).hasSize(1);
	}

	@Test
	void ofAReplyThatWasCutOffIsNone() {
		AgentTurn cancelled = this.recording.session().startAgentTurn();
		cancelled.startLlmCall().fail(new IllegalStateException());
		cancelled.cancel();
		assertThat(Recording.attributes(this.recording.span(cancelled))).containsEntry("voice.outcome", "cancelled")
			.doesNotContainKey("error.type");
		assertThat(Recording.events(this.recording.span(cancelled), "exception")).isEmpty();
	}

	@Test
	void thatEndsAReplyLateIsStillThatOfTheReply() {
		AgentTurn turn = this.recording.session().startAgentTurn();
		LlmCall call = turn.startLlmCall();
		turn.end();
		call.fail(new IllegalStateException());
		assertThat(Recording.attribute(this.recording.span(turn), "voice.outcome")).isEqualTo("error");
	}

	@Test
	void ofARequestThatSuppressesContentTellsItsReplyNoMore() {
		captureContent(65_536);
		AgentTurn turn = this.recording.session().startAgentTurn();
		LlmCall call = turn.startLlmCall();
		call.suppressContent();
		call.fail(new IllegalStateException(SECRET));
		turn.end();
		assertThat(Recording.attribute(this.recording.span(turn), "error.type"))
			.isEqualTo("java.lang.IllegalStateException");
		assertThat(this.recording.spans().toString()).doesNotContain("my card");
	}

	@Test
	void ofASessionIsItsReason() {
		VoiceSession session = this.recording.session();
		session.startAgentTurn();
		session.fail(new IOException());
		assertThat(Recording.attributes(this.recording.span(session))).containsEntry("voice.disconnect_reason", "error")
			.containsEntry("voice.outcome", "error")
			.containsEntry("error.type", "java.io.IOException");
		assertThat(Recording.attribute(this.recording.span(Stage.AGENT_TURN), "voice.outcome")).isEqualTo("cancelled");
	}

	@Test
	void isRecordedOnASpanThatIsFullOfEvents() {
		VoiceSpan operation = this.recording.session().startOperation("work");
		for (int i = 0; i < 100_000; i++) {
			operation.addEvent("tick");
		}
		operation.fail(new IllegalStateException());
		List<EventData> events = this.recording.span(operation).getEvents();
		assertThat(events).hasSize(65);
		assertThat(events.get(64).getName()).isEqualTo("exception");
		assertThat(this.recording.refusals(RefusalReason.EVENT_LIMIT)).isEqualTo(100_000 - 64);
	}

	/**
	 * Hostile in every way an exception can be.
	 */
	@SuppressWarnings("serial")
	static final class Indescribable extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException(SECRET);
		}

		@Override
		public String toString() {
			throw new StackOverflowError(SECRET);
		}

		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
