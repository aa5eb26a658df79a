package io.voicetelemetry.inspector;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which calls are kept, for how long, and in how much memory.
 */
class InspectorTests {

	private static final long MAX_BYTES = 200_000;

	private final InspectedApplication application = new InspectedApplication(3, MAX_BYTES, ContentPolicy.none());

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void showsACallWhileItGoesOn() {
		VoiceSession session = this.application.session("call-1");
		assertThat(row("call-1")).containsEntry("live", true).containsEntry("turns", 0).containsKey("start");
		InspectedApplication.talk(session);
		assertThat(row("call-1")).containsEntry("live", true)
			.containsEntry("turns", 1)
			.containsEntry("replies", 1)
			.containsEntry("tenant", "riverside")
			.hasEntrySatisfying("latencyP50", (felt) -> assertThat((Double) felt).isGreaterThanOrEqualTo(0.2))
			.containsEntry("inputTokens", 100L)
			.doesNotContainKey("outcome");
		AgentTurn reply = session.startAgentTurn();
		assertThat(open("call-1")).extracting((span) -> span.get("stage"))
			.containsExactly("agent_session", "agent_turn");
		reply.end();
		session.end("hangup");
		assertThat(row("call-1")).containsEntry("live", false)
			.containsEntry("reason", "hangup")
			.containsEntry("outcome", "success")
			.containsKey("duration");
		assertThat(open("call-1")).isEmpty();
	}

	@Test
	void keepsTheLast() {
		for (int i = 0; i < 5; i++) {
			this.application.session("call-" + i).end();
		}
		assertThat(ids()).containsExactly("call-4", "call-3", "call-2");
		assertThat(this.application.sessions().list()).containsEntry("forgotten", 2L);
	}

	@Test
	void aCallThatGoesOnOutlastsThoseThatAreOver() {
		VoiceSession first = this.application.session("first");
		for (int i = 0; i < 5; i++) {
			this.application.session("call-" + i).end();
		}
		first.end();
		assertThat(ids()).containsExactly("call-4", "call-3", "first");
	}

	@Test
	void tooManyThatGoOnLeaveTheFirstOut() {
		List<VoiceSession> sessions = List.of(this.application.session("call-0"), this.application.session("call-1"),
				this.application.session("call-2"), this.application.session("call-3"));
		InspectedApplication.talk(sessions.get(0));
		assertThat(ids()).containsExactly("call-3", "call-2", "call-1");
		sessions.forEach(VoiceSession::end);
		assertThat(ids()).as("nothing is left of the first but its end").containsExactly("call-3", "call-2", "call-1");
		assertThat(this.application.inspector().counts().droppedInAll()).isPositive();
	}

	@Test
	void anIdThatComesAgainIsAnotherCall() {
		this.application.session("call-1").end("hangup");
		VoiceSession second = this.application.session("call-1");
		assertThat(this.application.rows()).extracting((row) -> row.get("live")).containsExactly(true, false);
		assertThat(this.application.rows()).extracting((row) -> row.get("key")).doesNotHaveDuplicates();
		second.end();
		assertThat(this.application.rows()).extracting((row) -> row.get("live")).containsExactly(false, false);
	}

	@Test
	void oneCallLeavesRoomForOthers() {
		VoiceSession long1 = this.application.session("long");
		for (int i = 0; i < 2000; i++) {
			long1.startOperation("step").end();
		}
		assertThat(bytes()).isLessThanOrEqualTo(MAX_BYTES / 2 + 2000);
		long1.end();
		assertThat(row("long")).containsEntry("live", false)
			.hasEntrySatisfying("cut", (cut) -> assertThat((Long) cut).isPositive());
	}

	@Test
	void threadsTakeNoMoreThanTheyMay() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		for (int i = 0; i < 8; i++) {
			String name = "thread-" + i;
			threads.execute(() -> {
				for (int call = 0; call < 100; call++) {
					VoiceSession session = this.application.session(name + "-" + call);
					InspectedApplication.talk(session);
					session.end();
				}
			});
		}
		threads.shutdown();
		while (!threads.awaitTermination(1, TimeUnit.MILLISECONDS)) {
			assertThat(this.application.rows()).hasSizeLessThanOrEqualTo(3);
		}
		assertThat(this.application.rows()).hasSize(3)
			.allSatisfy(
					(row) -> assertThat(row.containsKey("cut") || row.get("turns").equals(1)).as("%s", row).isTrue())
			.allSatisfy((row) -> assertThat(row).containsEntry("live", false));
		long kept = bytes();
		assertThat(kept).isPositive().isLessThanOrEqualTo(MAX_BYTES);
		// What is forgotten is given back, to the byte.
		for (int i = 0; i < 3; i++) {
			this.application.session("small").end();
		}
		assertThat(bytes()).isLessThan(kept).isPositive();
	}

	@Test
	void aFailureIsCountedOnce() {
		VoiceSession session = this.application.session("call-1");
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall();
		call.fail(new IllegalStateException("refused"));
		reply.fail(new IllegalStateException("refused"));
		session.fail(new IllegalStateException("refused"));
		assertThat(row("call-1")).containsEntry("errors", 1).containsEntry("outcome", "error");
	}

	@Test
	void spansOfOthersAreShownWithoutWhatWasSaid() {
		VoiceSession session = this.application.session("call-1");
		try (Scope scope = session.makeCurrent()) {
			this.application.sdk()
				.getTracer("framework")
				.spanBuilder("chat")
				.setParent(session.context())
				.setAttribute("gen_ai.prompt.0.content", "what was said")
				.startSpan();
			assertThat(this.application.details("call-1").toString()).contains("chat").doesNotContain("what was said");
		}
		session.end();
	}

	@Test
	void whatOthersRecordIsShownOnlyWhereContentIs() {
		VoiceSession session = this.application.session("call-1");
		this.application.sdk()
			.getTracer("framework")
			.spanBuilder("chat")
			.setParent(session.context())
			.setAttribute("gen_ai.prompt.0.content", "what was said")
			.startSpan()
			.recordException(new IllegalStateException("what was said"))
			.setStatus(StatusCode.ERROR, "what was said")
			.end();
		session.end();
		Map<String, Object> details = this.application.details("call-1");
		assertThat(details.toString()).contains("chat").doesNotContain("what was said");
		assertThat(this.application.sessions().otlpJson((String) details.get("key"))).contains("chat")
			.doesNotContain("what was said");
	}

	@Test
	void theCallThatHasJustEndedStays() {
		VoiceSession first = this.application.session("first");
		this.application.session("call-1").end();
		this.application.session("call-2").end();
		first.end();
		this.application.session("call-3").end();
		assertThat(ids()).containsExactly("call-3", "call-2", "first");
	}

	private List<Object> ids() {
		return this.application.rows().stream().map((row) -> row.get("id")).toList();
	}

	private Map<String, Object> row(String id) {
		return this.application.rows().stream().filter((row) -> id.equals(row.get("id"))).findFirst().orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> open(String id) {
		return (List<Map<String, Object>>) this.application.details(id).get("open");
	}

	private long bytes() {
		return (Long) this.application.sessions().list().get("bytes");
	}

}
