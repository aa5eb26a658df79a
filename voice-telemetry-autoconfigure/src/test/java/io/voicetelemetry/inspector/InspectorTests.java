package io.voicetelemetry.inspector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.export.DeliveryCounts;
import io.voicetelemetry.export.DropReason;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import org.awaitility.Awaitility;
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
		assertThat(row("call-1")).containsEntry("live", true)
			.containsEntry("turns", 0)
			.containsEntry("agent", "desk")
			.containsEntry("tenant", "riverside")
			.containsKey("start");
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
	void whatIsForgottenIsGivenBackToTheByte() {
		long small = bytesOfThreeSmallCalls(this.application);
		VoiceSession full = this.application.session("full");
		for (int i = 0; i < 2000; i++) {
			full.startOperation("step").end();
		}
		full.end();
		assertThat(row("full")).containsKey("cut");
		assertThat(bytesOfThreeSmallCalls(this.application)).isEqualTo(small);
	}

	private static long bytesOfThreeSmallCalls(InspectedApplication application) {
		for (int i = 0; i < 3; i++) {
			application.session("small").end();
		}
		return (Long) application.sessions().list().get("bytes");
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
			assertThat(bytes()).isLessThanOrEqualTo(MAX_BYTES);
		}
		assertThat(this.application.rows()).hasSize(3)
			.allSatisfy(
					(row) -> assertThat(row.containsKey("cut") || row.get("turns").equals(1)).as("%s", row).isTrue())
			.allSatisfy((row) -> assertThat(row).containsEntry("live", false));
		assertThat(bytes()).isPositive().isLessThanOrEqualTo(MAX_BYTES);
		try (InspectedApplication other = new InspectedApplication(3, MAX_BYTES, ContentPolicy.none())) {
			long small = bytesOfThreeSmallCalls(other);
			// All is given back but the ids of the last calls that were cut off.
			assertThat(bytesOfThreeSmallCalls(this.application)).isBetween(small, small + 20 * 200);
		}
	}

	@Test
	void manyCallsAtATimeTakeNoMoreThanTheyMay() throws Exception {
		try (InspectedApplication busy = new InspectedApplication(40, 1_000_000, InspectedApplication.allContent())) {
			ExecutorService threads = Executors.newFixedThreadPool(16);
			for (int thread = 0; thread < 16; thread++) {
				String name = "thread-" + thread + "-";
				threads.execute(() -> talkAtATime(busy, name));
			}
			threads.shutdown();
			while (!threads.awaitTermination(1, TimeUnit.MILLISECONDS)) {
				assertThat((Long) busy.sessions().list().get("bytes")).isLessThanOrEqualTo(1_000_000);
			}
			assertThat((Long) busy.sessions().list().get("bytes")).isPositive().isLessThanOrEqualTo(1_000_000);
			DeliveryCounts counts = busy.inspector().counts();
			assertThat(counts.accepted()).isEqualTo(counts.delivered() + counts.droppedInAll());
			assertThat(counts.queuedBytes()).isLessThanOrEqualTo(1_000_000);
		}
	}

	/**
	 * Ten calls at a time, with long texts, and spans of others that nobody ends.
	 */
	private static void talkAtATime(InspectedApplication busy, String name) {
		for (int round = 0; round < 3; round++) {
			List<VoiceSession> sessions = new ArrayList<>();
			for (int call = 0; call < 10; call++) {
				sessions.add(busy.session(name + call));
			}
			for (int turn = 0; turn < 3; turn++) {
				for (VoiceSession session : sessions) {
					InspectedApplication.talk(session);
					session.startAgentTurn().spoken("Добрый день. ".repeat(50)).end();
					busy.sdk().getTracer("framework").spanBuilder("lost").setParent(session.context()).startSpan();
				}
			}
			sessions.forEach(VoiceSession::end);
		}
	}

	@Test
	void spansThatNobodyWillEndAreLetGo() {
		VoiceSession session = this.application.session("call-1");
		long before = bytes();
		for (int i = 0; i < 20; i++) {
			framework(session);
		}
		assertThat(bytes()).isEqualTo(before + 20 * KeptSession.BYTES_OF_AN_OPEN_SPAN);
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			System.gc();
			assertThat(open("call-1")).extracting((span) -> span.get("stage")).containsExactly("agent_session");
			assertThat(bytes()).isEqualTo(before);
		});
		session.end();
	}

	@Test
	void textsOfAllAlphabetsAreCountedInFull() {
		try (InspectedApplication heard = new InspectedApplication(3, 1_000_000, InspectedApplication.allContent())) {
			VoiceSession session = heard.session("call-1");
			session.startAgentTurn().spoken("Добрый день. ".repeat(100)).end();
			assertThat((Long) heard.sessions().list().get("bytes")).isGreaterThan(2 * 1300);
			long before = (Long) heard.sessions().list().get("bytes");
			session.startAgentTurn().spoken("Добрый день. ".repeat(200)).end();
			assertThat((Long) heard.sessions().list().get("bytes") - before).isGreaterThan(2 * 2600);
			session.end();
		}
	}

	@Test
	void takesNothingAfterTheShutdown() {
		VoiceSession session = this.application.session("call-1");
		session.startAgentTurn().end();
		this.application.inspector().shutdown();
		session.startAgentTurn().end();
		this.application.session("call-2");
		session.end();
		assertThat(ids()).containsExactly("call-1");
		assertThat(row("call-1")).containsEntry("replies", 1);
		assertThat(this.application.inspector().counts().dropped()).containsEntry(DropReason.SHUTDOWN, 2L);
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
		assertThat(failed("call-1")).containsExactly("llm_request");
	}

	@Test
	void aFailureIsCountedOnceWhicheverEndsFirst() {
		VoiceSession session = this.application.session("call-1");
		AgentTurn reply = session.startAgentTurn();
		Span framework = framework(reply);
		reply.fail(new IllegalStateException("refused"));
		assertThat(failed("call-1")).containsExactly("agent_turn");
		framework.setStatus(StatusCode.ERROR).end();
		assertThat(failed("call-1")).containsExactly("chat");
		assertThat(row("call-1")).containsEntry("errors", 1);
		session.end();
	}

	@Test
	void aSessionCanFailByItself() {
		VoiceSession session = this.application.session("call-1");
		session.startAgentTurn().end();
		session.fail(new IllegalStateException("hung up on"));
		assertThat(row("call-1")).containsEntry("errors", 1);
		assertThat(failed("call-1")).containsExactly("agent_session");
	}

	@Test
	void whatWasMadeGoodIsCountedBesideWhatWasNot() {
		VoiceSession session = this.application.session("call-1");
		AgentTurn first = session.startAgentTurn();
		first.startLlmCall().fail(new IllegalStateException("refused"));
		first.startLlmCall().end();
		first.end();
		AgentTurn second = session.startAgentTurn();
		framework(second).setStatus(StatusCode.ERROR).end();
		framework(second).setStatus(StatusCode.OK).end();
		second.end();
		session.fail(new IllegalStateException("hung up on"));
		assertThat(row("call-1")).containsEntry("errors", 3);
		assertThat(failed("call-1")).containsExactly("llm_request", "chat", "agent_session");
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
		Attributes content = Attributes.of(AttributeKey.stringKey("input.value"), "what was said");
		VoiceSession session = this.application.session("call-1");
		this.application.sdk()
			.getTracer("framework")
			.spanBuilder("chat")
			.setParent(session.context())
			.setAttribute("gen_ai.prompt.0.content", "what was said")
			.addLink(session.spanContext(), content)
			.startSpan()
			.addEvent("gen_ai.user.message", Attributes.of(AttributeKey.stringKey("body"), "what was said"))
			.addEvent("step", content)
			.recordException(new IllegalStateException("what was said"))
			.setStatus(StatusCode.ERROR, "what was said")
			.end();
		InspectedChanges changes = this.application.sessions().changes();
		assertThat(changes.next()).asString().contains("call-1").doesNotContain("what was said");
		session.end();
		assertThat(changes.next()).asString().contains("call-1").doesNotContain("what was said");
		assertThat(this.application.sessions().list()).asString().contains("call-1").doesNotContain("what was said");
		Map<String, Object> details = this.application.details("call-1");
		assertThat(details).containsEntry("content", false).asString().contains("chat").doesNotContain("what was said");
		assertThat(this.application.sessions().list()).containsEntry("content", false);
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

	private Span framework(VoiceSpan parent) {
		return this.application.sdk()
			.getTracer("framework")
			.spanBuilder("chat")
			.setParent(parent.context())
			.startSpan();
	}

	/**
	 * The names of the spans that count as errors, which are as many as the line says.
	 */
	private List<Object> failed(String id) {
		Map<String, Object> details = this.application.details(id);
		List<?> failed = (List<?>) Objects.requireNonNull(details.get("failed"));
		assertThat(row(id)).containsEntry("errors", failed.size());
		return failed.stream()
			.map((span) -> ((List<?>) Objects.requireNonNull(details.get("spans"))).stream()
				.map((each) -> (Map<?, ?>) each)
				.filter((each) -> span.equals(each.get("id")))
				.findFirst()
				.orElseThrow()
				.get("name"))
			.map(Objects::requireNonNull)
			.map(Object.class::cast)
			.toList();
	}

	private long bytes() {
		return (Long) this.application.sessions().list().get("bytes");
	}

}
