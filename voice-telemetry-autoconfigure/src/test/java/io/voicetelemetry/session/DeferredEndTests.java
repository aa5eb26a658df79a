package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stage ends with the last of its children, at the latest with its session.
 */
class DeferredEndTests {

	private final Recording recording = new Recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.session();

	@AfterEach
	void closeRecording() {
		if (this.session.isOpen()) {
			this.session.end();
		}
		this.recording.assertValid();
		this.recording.close();
	}

	private Object outcomeOf(VoiceSpan handle) {
		return Recording.attribute(this.recording.span(handle), "voice.outcome");
	}

	@Test
	void parentEndsWithTheLastOfItsChildren() {
		AgentTurn turn = this.session.startAgentTurn();
		TtsNode node = turn.startTtsNode();
		SpeechSynthesis synthesis = node.startSynthesis();
		this.time.advanceMillis(100);
		turn.end();
		node.end();
		assertThat(turn.isOpen()).isFalse();
		assertThat(this.recording.spans()).isEmpty();
		this.time.advanceMillis(300);
		synthesis.audioDuration(Duration.ofSeconds(2)).end();
		assertThat(this.recording.spans()).extracting(SpanData::getName)
			.containsExactly("tts_request", "tts_node", "agent_turn");
		assertThat(this.recording.spans()).extracting(Recording::end).containsOnly(VirtualTime.START.plusMillis(400));
	}

	@Test
	void parentThatEndedStillTakesAttributesUntilItsChildrenEnd() {
		VoiceSpan outer = this.session.startOperation("outer");
		VoiceSpan inner = outer.startOperation("inner");
		outer.end();
		outer.setAttribute("app.rows", 3);
		inner.end();
		assertThat(Recording.attribute(this.recording.span(outer), "app.rows")).isEqualTo(3L);
	}

	@Test
	void parentIsExportedAfterItsChildren() {
		AgentTurn turn = this.session.startAgentTurn();
		turn.startLlmNode().startLlmCall().startAttempt();
		turn.startToolCall("book");
		this.session.end();
		List<String> exported = this.recording.spans().stream().map(SpanData::getSpanId).toList();
		assertThat(this.recording.spans()).allSatisfy((span) -> {
			if (span.getParentSpanContext().isValid()) {
				assertThat(exported.indexOf(span.getParentSpanId())).isGreaterThan(exported.indexOf(span.getSpanId()));
			}
		});
	}

	@Test
	void childThatEndsLaterThanItsParentSaidMovesTheParentsEnd() {
		VoiceSpan outer = this.session.startOperation("outer");
		VoiceSpan inner = outer.startOperation("inner");
		Instant early = this.time.advanceMillis(10);
		Instant late = this.time.advanceMillis(10);
		inner.end();
		this.time.advanceMillis(100);
		outer.end(early);
		assertThat(Recording.end(this.recording.span(outer))).isEqualTo(late);
	}

	@Test
	void parentNeverEndsBeforeAChildBegan() {
		VoiceSpan outer = this.session.startOperation("outer");
		this.time.advanceMillis(50);
		VoiceSpan inner = outer.startOperation("inner");
		outer.end(VirtualTime.START);
		this.session.end();
		assertThat(Recording.end(this.recording.span(outer))).isEqualTo(Recording.start(this.recording.span(inner)));
	}

	@Test
	void sessionEndsWhatWasForgottenInIt() {
		UserTurn userTurn = this.session.startUserTurn();
		userTurn.stoppedSpeaking(null);
		LlmCall call = this.session.startAgentTurn().startLlmNode().startLlmCall();
		Instant end = this.time.advanceMillis(70);
		this.session.end();
		assertThat(this.recording.spans()).hasSize(6).allSatisfy((span) -> {
			assertThat(Recording.end(span)).isEqualTo(end);
			assertThat(Recording.attribute(span, "voice.outcome"))
				.isEqualTo(span.getName().equals("agent_session") ? "success" : "cancelled");
		});
		assertThat(call.isOpen()).isFalse();
		assertThat(Recording.attribute(this.recording.span(Stage.EOU_WAIT), "voice.eou.outcome")).isEqualTo("dropped");
	}

	@Test
	void forgottenChildDoesNotOutliveAParentThatWasEnded() {
		AgentTurn turn = this.session.startAgentTurn();
		VoiceSpan forgotten = turn.startLlmNode().startLlmCall();
		Instant end = this.time.advanceMillis(20);
		turn.end();
		this.time.advanceMillis(60_000);
		this.session.end();
		assertThat(outcomeOf(forgotten)).isEqualTo("cancelled");
		assertThat(Recording.end(this.recording.span(forgotten))).isEqualTo(end);
		assertThat(Recording.end(this.recording.span(turn))).isEqualTo(end);
		assertThat(Recording.end(this.recording.span(this.session))).isEqualTo(end.plusMillis(60_000));
		assertThat(outcomeOf(turn)).isEqualTo("success");
	}

	@Test
	void forgottenChildThatBeganLaterMovesTheEndOfItsParents() {
		VoiceSpan outer = this.session.startOperation("outer");
		VoiceSpan middle = outer.startOperation("middle");
		Instant end = this.time.advanceMillis(20);
		outer.end();
		Instant late = this.time.advanceMillis(20);
		VoiceSpan forgotten = middle.startOperation("forgotten");
		this.time.advanceMillis(20);
		this.session.end();
		assertThat(Recording.end(this.recording.span(forgotten))).isEqualTo(late).isAfter(end);
		assertThat(Recording.end(this.recording.span(middle))).isEqualTo(late);
		assertThat(Recording.end(this.recording.span(outer))).isEqualTo(late);
	}

	@Test
	void sessionThatSaysItEndedEarlierEndsItsForgottenChildrenThen() {
		AgentTurn turn = this.session.startAgentTurn();
		Instant hangup = this.time.advanceMillis(500);
		this.time.advanceMillis(500);
		this.session.end(hangup);
		assertThat(Recording.end(this.recording.span(turn))).isEqualTo(hangup);
		assertThat(Recording.end(this.recording.span(this.session))).isEqualTo(hangup);
	}

	@Test
	void everyOrderOfEndsMakesAValidTree() {
		Random random = new Random(42);
		for (int i = 0; i < 200; i++) {
			VoiceSession call = this.recording.session("call-" + (i + 2));
			AgentTurn turn = call.startAgentTurn();
			LlmNode node = turn.startLlmNode();
			LlmCall request = node.startLlmCall();
			TtsNode ttsNode = turn.startTtsNode();
			List<VoiceSpan> handles = new ArrayList<>(List.of(turn, node, request, request.startAttempt(), ttsNode,
					ttsNode.startSynthesis(), turn.startToolCall("t")));
			Collections.shuffle(handles, random);
			for (VoiceSpan handle : handles) {
				this.time.advanceMillis(random.nextInt(20));
				handle.end();
			}
			call.end();
		}
		assertThat(this.recording.spans()).hasSize(200 * 8)
			.allSatisfy((span) -> assertThat(Recording.attribute(span, "voice.outcome")).isEqualTo("success"));
		assertThat(this.recording.telemetry.refusals()).isEmpty();
	}

}
