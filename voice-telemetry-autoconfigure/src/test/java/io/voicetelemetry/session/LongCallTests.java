package io.voicetelemetry.session;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that are long in every way. Row 12 of the scorecard: texts of megabytes,
 * thousands of turns, events and attributes.
 */
@Timeout(300)
class LongCallTests {

	private static final int MAX_LENGTH = 65_536;

	private static final int TURNS = 5000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * Four hours, but for the time that the reaper would end it.
	 */
	@Test
	void ofFiveThousandTurnsEndsWithItsLastAndKeepsNoneInMemory() throws Exception {
		LastSpans last = new LastSpans();
		List<WeakReference<VoiceSpan>> handles = new ArrayList<>();
		try (Recording recording = new Recording((provider) -> last.alone(),
				(settings) -> settings.content(ContentPolicy.of(ContentCapture.FULL, MAX_LENGTH)))) {
			VoiceSession session = recording.telemetry.session().id("call-1").agentName("receptionist").start();
			for (int i = 1; i <= TURNS; i++) {
				session.addEvent("turn-" + i).setAttribute("turn." + i, i);
				takeTurn(recording, session, handles);
				if (i % 1000 == 0) {
					recording.telemetry.reap();
				}
			}
			assertThat(session.isOpen()).isTrue();
			// Of the turn before the last, and of the last, which may still be answered.
			assertMostAreForgotten(handles, 30);
			session.end("transferred");
			assertLastTurnIsComplete(last, session);
			assertThat(recording.telemetry.refusals()).containsOnlyKeys(RefusalReason.EVENT_LIMIT,
					RefusalReason.ATTRIBUTE_LIMIT);
			assertThat(recording.refusals(RefusalReason.EVENT_LIMIT)).isEqualTo(TURNS - 64);
			assertThat(recording.refusals(RefusalReason.ATTRIBUTE_LIMIT)).isEqualTo(TURNS - 64);
		}
	}

	private static void takeTurn(Recording recording, VoiceSession session, List<WeakReference<VoiceSpan>> handles) {
		UserTurn question = session.startUserTurn();
		question.startedSpeaking(null);
		SpeechRecognition recognition = question.startRecognition().model("deepgram", "nova-3");
		recording.time.advanceMillis(1000);
		recognition.transcript("a free slot on Monday").audioDuration(Duration.ofSeconds(1)).end();
		question.stoppedSpeaking(null);
		EndOfTurnDetection detection = question.startEndOfTurnDetection();
		detection.probability(0.9).end();
		question.end();
		AgentTurn reply = session.startAgentTurn();
		LlmNode node = reply.startLlmNode();
		LlmCall call = node.startLlmCall().model("openai", "gpt-4o").prompt("Is there a free slot?");
		recording.time.advanceMillis(300);
		call.firstToken();
		call.usage(TokenUsage.of(1000, 10)).completion("On Monday at ten.").end();
		node.end();
		ToolCall tool = reply.startToolCall("find_slot").arguments("{}").result("10:00");
		tool.end();
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("On Monday at ten.");
		recording.time.advanceMillis(100);
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		recording.time.advanceMillis(1400);
		synthesis.end();
		reply.playoutEnded(Duration.ofMillis(1400), null);
		reply.end();
		for (VoiceSpan each : List.of(question, recognition, detection, reply, node, call, tool, synthesis)) {
			handles.add(new WeakReference<>(each));
		}
	}

	private static void assertMostAreForgotten(List<WeakReference<VoiceSpan>> handles, int kept) throws Exception {
		assertThat(handles).hasSize(8 * TURNS);
		for (int i = 0; i < 200 && alive(handles) > kept; i++) {
			System.gc();
			Thread.sleep(20);
		}
		assertThat(alive(handles)).isLessThanOrEqualTo(kept);
	}

	private static long alive(List<WeakReference<VoiceSpan>> handles) {
		return handles.stream().filter((handle) -> handle.get() != null).count();
	}

	private static void assertLastTurnIsComplete(LastSpans last, VoiceSession session) {
		SpanData root = last.find(session);
		assertThat(Recording.attributes(root)).containsEntry("voice.outcome", "success")
			.containsEntry("voice.disconnect_reason", "transferred")
			.containsEntry("voice.usage.llm.input_tokens", 1000L * TURNS)
			.containsEntry("voice.usage.llm.output_tokens", 10L * TURNS)
			.containsEntry("voice.usage.stt.audio_duration", (double) TURNS)
			.containsEntry("voice.dropped_events", TURNS - 64L);
		assertThat(root.getEvents()).extracting(EventData::getName)
			.startsWith("turn-1", "turn-2")
			.endsWith("turn-4999", "turn-5000");
		assertThat(last.started).isEqualTo(1 + 11 * TURNS);
		assertThat(last.ended).isEqualTo(last.started);
		List<SpanData> ofLastTurn = last.spans.stream()
			.filter((span) -> span.getStartEpochNanos() >= root.getEndEpochNanos() - 2_800_000_000L
					&& !span.getSpanId().equals(root.getSpanId()))
			.toList();
		assertThat(ofLastTurn).hasSize(11)
			.allSatisfy((span) -> assertThat(Recording.attributes(span)).containsEntry("session.id", "call-1")
				.containsEntry("voice.outcome", "success"));
		assertThat(ofLastTurn).filteredOn((span) -> span.getName().equals("agent_turn"))
			.singleElement()
			.satisfies((reply) -> assertThat(Recording.attributes(reply)).containsEntry("voice.e2e_latency", 0.4));
	}

	@Test
	void ofEndlessTextsEventsAndAttributesArrivesShortened() {
		try (Recording recording = Recording.withContent(MAX_LENGTH)) {
			VoiceSession session = recording.session();
			UserTurn turn = session.startUserTurn();
			SpeechRecognition recognition = turn.startRecognition();
			String part = "x".repeat(10_000);
			recognition.transcript(part);
			// Of 100 MB nothing is kept but the beginning: 64 Ki of one byte each, twice,
			// while what holds it grows.
			long allocated = allocatedBy(() -> {
				for (int i = 1; i < 10_000; i++) {
					recognition.transcript(part);
				}
			});
			assertThat(allocated).isLessThan(20L * MAX_LENGTH);
			LlmCall call = session.startLlmCall();
			String prompt = "y".repeat(10_000_000);
			assertThat(allocatedBy(() -> call.prompt(prompt))).isLessThan(20L * MAX_LENGTH);
			for (int i = 0; i < 5000; i++) {
				session.addEvent("event-" + i).setAttribute("key-" + i, part);
			}
			session.startAgentTurn().end();
			session.end();
			assertText(recording, recognition, "voice.transcript", 100_009_999);
			assertText(recording, turn, "voice.transcript", 100_009_999);
			assertText(recording, call, "gen_ai.input.messages", 10_000_000);
			SpanData root = recording.span(session);
			assertThat(root.getEvents()).hasSize(64).last().extracting(EventData::getName).isEqualTo("event-4999");
			assertThat(Recording.attributes(root)).containsEntry("voice.disconnect_reason", "hangup")
				.containsKeys("key-0", "key-63")
				.doesNotContainKey("key-64");
			assertThat(recording.spans(Stage.AGENT_TURN)).hasSize(1);
			assertThat(recording.telemetry.refusals())
				.isEqualTo(Map.of(RefusalReason.EVENT_LIMIT, 4936L, RefusalReason.ATTRIBUTE_LIMIT, 4936L));
			recording.assertValid();
		}
	}

	private static void assertText(Recording recording, VoiceSpan span, String key, int length) {
		assertThat(Recording.attribute(recording.span(span), key).toString())
			.contains("… [truncated, " + length + " characters]")
			.hasSizeBetween(MAX_LENGTH, MAX_LENGTH + 200);
	}

	private static long allocatedBy(Runnable work) {
		long id = Thread.currentThread().getId();
		long before = THREADS.getThreadAllocatedBytes(id);
		work.run();
		return THREADS.getThreadAllocatedBytes(id) - before;
	}

	/**
	 * Keeps a few spans, because all would not be little.
	 */
	private static final class LastSpans implements SpanProcessor {

		private final ConcurrentLinkedDeque<SpanData> spans = new ConcurrentLinkedDeque<>();

		private int started;

		private int ended;

		SdkTracerProviderBuilder alone() {
			return SdkTracerProvider.builder().addSpanProcessor(this);
		}

		SpanData find(VoiceSpan span) {
			return this.spans.stream()
				.filter((each) -> each.getSpanId().equals(span.spanContext().getSpanId()))
				.findFirst()
				.orElseThrow();
		}

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			this.started++;
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended++;
			this.spans.add(span.toSpanData());
			if (this.spans.size() > 100) {
				this.spans.remove();
			}
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
