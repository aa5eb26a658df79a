package io.voicetelemetry.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.benchmarks.process.CollectorPauses;
import io.voicetelemetry.benchmarks.process.ProcessFigures;
import io.voicetelemetry.benchmarks.targets.ProgramFigure;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.SessionOptions;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost that go on: row 18 of the scorecard. Opens sessions with two open
 * children each, once as handles and once as the same bare spans of the SDK, and prints
 * bytes for each session, threads, and what operations cost that begin and end in them as
 * fast as one thread can, with the pauses of the garbage collector meanwhile. None of
 * this should grow with the number of sessions.
 */
public final class OpenSessions {

	/**
	 * As many as are measured at once, so that the time is that of work, not of clocks.
	 */
	private static final int AT_ONCE = 1000;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final long trafficNanos;

	private OpenSessions(long trafficNanos) {
		this.trafficNanos = trafficNanos;
	}

	/**
	 * Measures.
	 * @param arguments how many sessions, several if it is to be done with each: 1,000,
	 * 10,000 and 100,000 unless said otherwise; and {@code --seconds=5} of operations
	 * @throws Exception if it cannot be measured
	 */
	public static void main(String[] arguments) throws Exception {
		int[] sessions = Arrays.stream(arguments)
			.filter((argument) -> !argument.startsWith("--"))
			.mapToInt(Integer::parseInt)
			.toArray();
		long seconds = Arrays.stream(arguments)
			.filter((argument) -> argument.startsWith("--seconds="))
			.mapToLong((argument) -> Long.parseLong(argument.substring(argument.indexOf('=') + 1)))
			.findFirst()
			.orElse(5);
		new OpenSessions(seconds * 1_000_000_000L)
			.run((sessions.length > 0) ? sessions : new int[] { 1_000, 10_000, SessionOptions.DEFAULT.maxOpen() });
	}

	private void run(int[] numbers) throws Exception {
		// Classes and tables that there are once are in no figure, nor is what is slow at
		// first.
		measureBare(1000);
		measureOurs(1000);
		System.out.println("\n| sessions, each with an open user_turn and agent_turn | bytes: bare spans | ours | "
				+ "ours beyond | threads beyond one session's | CPU ns of an operation: bare | ours | operations | GC pauses "
				+ "| p99 ms | max ms | rejected of one beyond the limit |");
		System.out.println("| ---: ".repeat(12) + "|");
		double mostBytes = 0;
		for (int number : numbers) {
			Bare bare = measureBare(number);
			Ours ours = measureOurs(number);
			System.out.printf(Locale.ROOT, "| %,d | %,d | %,d | %,d | %d | %.0f | %.0f | %,d | %d | %d | %d | %s |%n",
					number, bare.bytes(), ours.bytes(), ours.bytes() - bare.bytes(), ours.threads(),
					bare.traffic().cpuNanos(), ours.traffic().cpuNanos(), ours.traffic().operations(),
					ours.traffic().pauses(), ours.traffic().pauseP99(), ours.traffic().pauseMax(),
					(ours.rejected() >= 0) ? ours.rejected() : "–");
			mostBytes = Math.max(mostBytes, ours.bytes());
		}
		ProgramFigure.tell(Map.of(ProgramFigure.OPEN_SESSION_BYTES, mostBytes));
	}

	private Bare measureBare(int sessions) {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("bare");
			List<Span> open = new ArrayList<>(3 * sessions);
			long before = ProcessFigures.liveHeapBytes();
			for (int i = 0; i < sessions; i++) {
				String id = id(i);
				Span session = start(tracer, Context.root(), id, "agent_session", "invoke_workflow", null);
				Context inside = Context.root().with(session);
				open.add(session);
				open.add(start(tracer, inside, id, "user_turn", null, "speech_" + id.substring(5)));
				Span reply = start(tracer, inside, id, "agent_turn", "invoke_agent", "speech_" + id.substring(5));
				open.add(reply.setAttribute("gen_ai.agent.name", "receptionist"));
			}
			long bytes = (ProcessFigures.liveHeapBytes() - before) / sessions;
			Traffic traffic = runTraffic(sessions,
					(session) -> tracer.spanBuilder("work")
						.setParent(Context.root().with(open.get(session * 3 + 2)))
						.startSpan()
						.end());
			open.forEach(Span::end);
			return new Bare(bytes, traffic);
		}
	}

	private static Span start(Tracer tracer, Context parent, String id, String stage, @Nullable String operation,
			@Nullable String speechId) {
		Span span = tracer.spanBuilder(stage).setParent(parent).startSpan();
		span.setAttribute("voice.stage", stage);
		if (operation != null) {
			span.setAttribute("gen_ai.operation.name", operation);
		}
		span.setAllAttributes(Attributes.builder()
			.put("session.id", id)
			.put("gen_ai.conversation.id", id)
			.put("user.id", "caller")
			.put("tenant.id", "clinic")
			.put("voice.room_name", "room")
			.build());
		if (speechId != null) {
			span.setAttribute("voice.speech_id", speechId);
		}
		return span;
	}

	private Ours measureOurs(int sessions) throws Exception {
		try (SdkTracerProvider provider = provider();
				ClosableVoiceTelemetry telemetry = VoiceTelemetry
					.builder(OpenTelemetrySdk.builder().setTracerProvider(provider).build())
					.build()) {
			List<VoiceSpan> open = new ArrayList<>(3 * sessions);
			open(telemetry, "first", open);
			int threads = Thread.activeCount();
			long before = ProcessFigures.liveHeapBytes();
			for (int i = 1; i < sessions; i++) {
				open(telemetry, id(i), open);
			}
			long bytes = (ProcessFigures.liveHeapBytes() - before) / sessions;
			int moreThreads = Thread.activeCount() - threads;
			Traffic traffic = runTraffic(sessions, (session) -> open.get(session * 3 + 2).startOperation("work").end());
			long rejected = -1;
			if (sessions == SessionOptions.DEFAULT.maxOpen()) {
				telemetry.session().id("one too many").start();
				rejected = telemetry.refusals().getOrDefault(RefusalReason.SESSION_LIMIT, 0L);
			}
			open.forEach((span) -> span.end());
			return new Ours(bytes, moreThreads, traffic, rejected);
		}
	}

	private static void open(VoiceTelemetry telemetry, String id, List<VoiceSpan> open) {
		VoiceSession session = telemetry.session()
			.id(id)
			.userId("caller")
			.tenantId("clinic")
			.roomName("room")
			.agentName("receptionist")
			.start();
		open.add(session.startUserTurn());
		open.add(session.startAgentTurn());
		open.add(session);
	}

	/**
	 * Begins and ends operations in one session after the other.
	 */
	private Traffic runTraffic(int sessions, IntConsumer operation) {
		try (CollectorPauses pauses = new CollectorPauses()) {
			long start = System.nanoTime();
			long cpu = THREADS.getCurrentThreadCpuTime();
			long operations = 0;
			while (System.nanoTime() - start < this.trafficNanos) {
				for (int i = 0; i < AT_ONCE; i++) {
					operation.accept((int) (operations++ % sessions));
				}
			}
			return new Traffic(operations, (double) (THREADS.getCurrentThreadCpuTime() - cpu) / operations,
					pauses.count(), pauses.millis(0.99), pauses.millis(1));
		}
	}

	private static SdkTracerProvider provider() {
		return SdkTracerProvider.builder().setSampler(Sampler.alwaysOn()).build();
	}

	private static String id(int number) {
		return "call-" + (100_000_000 + number);
	}

	/**
	 * What sessions cost as bare spans.
	 *
	 * @param bytes of a session
	 * @param traffic what operations in them cost
	 */
	private record Bare(long bytes, Traffic traffic) {
	}

	/**
	 * What sessions cost as handles.
	 *
	 * @param bytes of a session
	 * @param threads more than with one session
	 * @param traffic what operations in them cost
	 * @param rejected how many sessions beyond the limit, or -1 if it was not reached
	 */
	private record Ours(long bytes, int threads, Traffic traffic, long rejected) {
	}

	/**
	 * What operations cost.
	 *
	 * @param operations how many there were
	 * @param cpuNanos processor time of the thread for one of them
	 * @param pauses of the garbage collector
	 * @param pauseP99 what one pause in a hundred exceeds, in milliseconds
	 * @param pauseMax the longest
	 */
	private record Traffic(long operations, double cpuNanos, int pauses, long pauseP99, long pauseMax) {
	}

}
