package io.voicetelemetry.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.benchmarks.process.Median;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.SpanSelection;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.inspector.Inspector;
import io.voicetelemetry.inspector.InspectorLimits;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * What the inspector costs the threads of calls, and how much memory it takes. Plays
 * calls with and without it in turn, all content recorded, and prints the CPU time of a
 * turn, the ratio, and what is kept beside the bound.
 */
public final class InspectorLoad {

	private static final int SESSIONS = 200;

	private static final int TURNS = 10;

	private static final int ROUNDS = 12;

	private static final int WARM_UP = 10;

	/** Hundreds of calls would not say so much in seconds. */
	private static final int PAUSE_MILLIS = 150;

	private static final InspectorLimits LIMITS = new InspectorLimits(200, 32L << 20);

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private int calls;

	private InspectorLoad() {
	}

	/**
	 * Measures.
	 * @param arguments none
	 * @throws Exception if it cannot be measured
	 */
	public static void main(String[] arguments) throws Exception {
		new InspectorLoad().run();
	}

	private void run() throws Exception {
		Inspector inspector = new Inspector(LIMITS, InspectorLoad::content);
		compare(inspector);
		long with = usedBytes();
		print("spans that had no room", inspector.counts().droppedInAll());
		inspector = null;
		print("bytes that the heap gets back without it", with - usedBytes());
	}

	private void compare(Inspector inspector) throws InterruptedException {
		try (SdkTracerProvider plain = provider(List.of(new Nowhere(SpanSelection.ALL)));
				SdkTracerProvider inspected = provider(List.of(new Nowhere(SpanSelection.ALL), inspector));
				ClosableVoiceTelemetry without = telemetry(plain);
				ClosableVoiceTelemetry with = telemetry(inspected)) {
			long[] withoutNanos = new long[ROUNDS];
			long[] withNanos = new long[ROUNDS];
			long greatest = 0;
			for (int round = -WARM_UP; round < ROUNDS; round++) {
				long first = play(without);
				long second = play(with);
				greatest = Math.max(greatest, bytes(inspector));
				if (round >= 0) {
					withoutNanos[round] = first;
					withNanos[round] = second;
				}
			}
			print("sessions at a time", SESSIONS);
			double medianWithout = Median.of(LongStream.of(withoutNanos).asDoubleStream());
			double medianWith = Median.of(LongStream.of(withNanos).asDoubleStream());
			print("CPU ns of a turn with seven spans, without", Math.round(medianWithout));
			print("CPU ns of a turn with seven spans, with the inspector", Math.round(medianWith));
			System.out.printf("%-60s %12.3f%n", "ratio", medianWith / medianWithout);
			print("CPU ns of a turn in the inspector's own thread", inspectorsCpuNanos() / this.calls / TURNS * 2);
			print("sessions kept", ((List<?>) inspector.sessions().list().get("sessions")).size());
			print("bytes at most, by its own account", greatest);
			print("bytes that it may take", LIMITS.bytes());
		}
	}

	/**
	 * Plays a round of calls, all of them open at a time.
	 * @return CPU nanoseconds of a turn
	 */
	private long play(VoiceTelemetry telemetry) throws InterruptedException {
		List<VoiceSession> sessions = new ArrayList<>(SESSIONS);
		long before = THREADS.getCurrentThreadCpuTime();
		for (int i = 0; i < SESSIONS; i++) {
			sessions.add(telemetry.session().id("call-" + this.calls++).agentName("receptionist").start());
		}
		for (int turn = 0; turn < TURNS; turn++) {
			sessions.forEach(InspectorLoad::talk);
			Thread.sleep(PAUSE_MILLIS);
		}
		sessions.forEach(VoiceSession::end);
		return (THREADS.getCurrentThreadCpuTime() - before) / (SESSIONS * TURNS);
	}

	private static void talk(VoiceSession session) {
		UserTurn turn = session.startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.finalTranscript("Do you have a free appointment on Tuesday morning?");
		turn.commit();
		turn.end();
		AgentTurn reply = session.startAgentTurn();
		LlmCall request = reply.startLlmCall().model("openai", "gpt-4o-mini");
		request.prompt("Do you have a free appointment on Tuesday morning?");
		request.completion("Let me look.").usage(TokenUsage.of(812, 31)).end();
		ToolCall tool = reply.startToolCall("find_free_slots").arguments("{\"day\":\"Tuesday\"}");
		tool.result("[\"09:30\",\"10:30\"]").end();
		reply.firstAudioPlayed(null);
		reply.spoken("On Tuesday you can come at half past nine, or at half past ten.");
		reply.playoutEnded(Duration.ofSeconds(3), null);
		reply.end();
	}

	private static SdkTracerProvider provider(List<ExportPipeline> pipelines) {
		return SdkTracerProvider.builder()
			.addSpanProcessor(new VoiceSpanProcessor(pipelines, Attributes.empty(), Duration.ZERO))
			.build();
	}

	private static ClosableVoiceTelemetry telemetry(SdkTracerProvider provider) {
		return VoiceTelemetry.builder(OpenTelemetrySdk.builder().setTracerProvider(provider).build())
			.content(content())
			.build();
	}

	private static ContentPolicy content() {
		return ContentPolicy.of(ContentCapture.FULL, ContentPolicy.DEFAULT_MAX_LENGTH);
	}

	private static long inspectorsCpuNanos() {
		return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
			.filter((thread) -> thread != null && thread.getThreadName().equals("voice-telemetry-inspector"))
			.mapToLong((thread) -> THREADS.getThreadCpuTime(thread.getThreadId()))
			.sum();
	}

	private static long bytes(Inspector inspector) {
		return (Long) inspector.sessions().list().get("bytes");
	}

	private static void print(String what, long number) {
		System.out.printf("%-60s %,12d%n", what, number);
	}

	private static long usedBytes() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(50);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
