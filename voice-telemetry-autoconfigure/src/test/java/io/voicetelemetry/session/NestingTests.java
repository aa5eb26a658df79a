package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stages nested and side by side in numbers that nobody needs: no deep recursion, no
 * quadratic time.
 */
class NestingTests {

	private static final int MANY = 9_000;

	@Test
	void deepNestEndsWithItsSession() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			nest(session.startAgentTurn());
			session.end();
			assertChain(recording, session);
		}
	}

	@Test
	void deepNestThatWasEndedFromTheOutsideEndsWithItsInnermost() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			List<VoiceSpan> nest = nest(session.startAgentTurn());
			nest.forEach(VoiceSpan::end);
			session.end();
			assertChain(recording, session);
			assertThat(recording.spans())
				.allSatisfy((span) -> assertThat(Recording.attribute(span, "voice.outcome")).isEqualTo("success"));
		}
	}

	@Test
	void stageInADeepNestStillKnowsItsTurn() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			AgentTurn turn = session.startAgentTurn();
			List<VoiceSpan> nest = nest(turn);
			VoiceSpan call = recording.telemetry.start(session, Stage.LLM_REQUEST, null);
			VoiceSpan innermost = nest.get(nest.size() - 1);
			VoiceSpan near;
			try (Scope scope = innermost.makeCurrent()) {
				near = recording.telemetry.start(Stage.FUNCTION_TOOL, null);
			}
			session.end();
			recording.assertParent(call, turn);
			recording.assertParent(near, turn);
			assertThat(Recording.attribute(recording.span(innermost), "voice.speech_id")).isEqualTo(turn.speechId());
		}
	}

	@Test
	void manyStagesSideBySideEndWithTheirSession() {
		try (Recording recording = new Recording()) {
			VoiceSession session = recording.session();
			for (int i = 0; i < MANY; i++) {
				VoiceSpan operation = session.startOperation("a");
				if (i % 2 == 0) {
					operation.end();
				}
			}
			session.end();
			assertThat(recording.spans()).hasSize(MANY + 1);
			assertThat(recording.telemetry.refusals()).isEmpty();
		}
	}

	private static List<VoiceSpan> nest(VoiceSpan outermost) {
		List<VoiceSpan> nest = new ArrayList<>(MANY);
		VoiceSpan current = outermost;
		for (int i = 0; i < MANY; i++) {
			nest.add(current);
			current = current.startOperation("a");
		}
		nest.add(current);
		return nest;
	}

	private static void assertChain(Recording recording, VoiceSession session) {
		List<SpanData> spans = recording.spans();
		assertThat(spans).hasSize(MANY + 2);
		Set<String> parents = new HashSet<>();
		spans.forEach((span) -> parents.add(span.getParentSpanId()));
		// Each is the parent of one, but for the innermost.
		assertThat(parents).hasSize(MANY + 2);
		assertThat(spans.get(spans.size() - 1).getSpanId()).isEqualTo(session.spanContext().getSpanId());
		assertThat(recording.telemetry.refusals()).isEmpty();
	}

}
