package io.voicetelemetry.session;

import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.NotUnderJavaagent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request brings along goes along with the call, as far as there is room, and is
 * never on a span.
 */
class BaggageTests {

	private final Recording recording = new Recording();

	@AfterEach
	void closeRecording() {
		this.recording.close();
	}

	/**
	 * What is in the context of a turn of a session that was opened with some baggage.
	 */
	private Baggage kept(Baggage baggage) {
		try (Scope scope = baggage.makeCurrent()) {
			VoiceSession session = this.recording.session();
			try (Scope inSession = session.makeCurrent()) {
				assertThat(Baggage.current()).isEqualTo(Baggage.fromContext(session.context()));
			}
			AgentTurn turn = session.startAgentTurn();
			try (Scope inTurn = turn.makeCurrent()) {
				return Baggage.current();
			}
			finally {
				session.end();
			}
		}
	}

	@Test
	@NotUnderJavaagent
	void goesAlongWholeIfItIsSmall() {
		Baggage baggage = Baggage.builder().put("tenant", "clinic").put("city", "Zürich").build();
		assertThat(kept(baggage)).isSameAs(baggage);
	}

	@Test
	void isOnNoSpan() {
		kept(Baggage.builder().put("langfuse.user.id", "administrator").put("user.id", "administrator").build());
		assertThat(this.recording.spans()).hasSize(2);
		assertThat(this.recording.spans().toString()).doesNotContain("administrator", "langfuse");
	}

	@Test
	@NotUnderJavaagent
	void isNoMoreThanHasRoom() {
		BaggageBuilder many = Baggage.builder();
		for (int i = 0; i < 10_000; i++) {
			many.put("key-" + i, "value-" + i);
		}
		assertThat(kept(many.build()).size()).isEqualTo(BaggageLimit.MAX_ENTRIES);
		Baggage large = Baggage.builder()
			.put("large", "x".repeat(8 * 1024 * 1024))
			.put("wide", "\uffff".repeat(3000))
			.put("small", "y")
			.build();
		assertThat(kept(large).asMap()).containsOnlyKeys("small");
		BaggageBuilder halves = Baggage.builder();
		for (int i = 0; i < 10; i++) {
			halves.put("half-" + i, "x".repeat(4080));
		}
		Baggage kept = kept(halves.build());
		assertThat(kept.size()).isEqualTo(2);
		Map<String, String> headers = new HashMap<>();
		W3CBaggagePropagator.getInstance()
			.inject(Context.root().with(kept), headers, (carrier, key, value) -> carrier.put(key, value));
		assertThat(headers.get("baggage").length()).isLessThanOrEqualTo(BaggageLimit.MAX_LENGTH);
	}

}
