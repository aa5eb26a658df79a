package io.voicetelemetry.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.session.AgentTurn;
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
 * bytes for each session, threads, and pauses of the garbage collector while 1000 stages
 * a second begin and end in them.
 */
public final class OpenSessions {

	private static final long TRAFFIC_NANOS = 10_000_000_000L;

	private static final int STAGES_PER_SECOND = 1000;

	private final int sessions;

	private final List<Long> pausesMillis = new CopyOnWriteArrayList<>();

	private OpenSessions(int sessions) {
		this.sessions = sessions;
	}

	/**
	 * Measures.
	 * @param arguments how many sessions: 100,000 unless said otherwise
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] arguments) throws InterruptedException {
		int sessions = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : SessionOptions.DEFAULT.maxOpen();
		new OpenSessions(sessions).run();
	}

	private void run() throws InterruptedException {
		// Classes and tables that there are once are in neither figure.
		measureBare(1000);
		measureOurs(1000, false);
		long bare = measureBare(this.sessions);
		long ours = measureOurs(this.sessions, true);
		print("sessions, each with an open user_turn and agent_turn", this.sessions);
		print("bytes of a session: bare spans of the SDK", bare);
		print("bytes of a session: ours, all in", ours);
		print("bytes of a session: ours beyond the bare spans", ours - bare);
		this.pausesMillis.sort(null);
		if (!this.pausesMillis.isEmpty()) {
			print("GC pauses during 10 s of 1000 stages/s", this.pausesMillis.size());
			print("GC pause p99, ms", this.pausesMillis.get((int) Math.ceil(this.pausesMillis.size() * 0.99) - 1));
		}
	}

	private static void print(String what, long number) {
		System.out.printf("%-60s %,12d%n", what, number);
	}

	private long measureBare(int sessions) throws InterruptedException {
		try (SdkTracerProvider provider = provider()) {
			Tracer tracer = provider.get("bare");
			List<Span> open = new ArrayList<>(3 * sessions);
			long before = usedBytes();
			for (int i = 0; i < sessions; i++) {
				String id = id(i);
				Span session = start(tracer, Context.root(), id, "agent_session", "invoke_workflow", null);
				Context inside = Context.root().with(session);
				open.add(session);
				open.add(start(tracer, inside, id, "user_turn", null, "speech_" + id.substring(5)));
				Span reply = start(tracer, inside, id, "agent_turn", "invoke_agent", "speech_" + id.substring(5));
				open.add(reply.setAttribute("gen_ai.agent.name", "receptionist"));
			}
			long bytes = (usedBytes() - before) / sessions;
			open.forEach(Span::end);
			return bytes;
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

	private long measureOurs(int sessions, boolean traffic) throws InterruptedException {
		try (SdkTracerProvider provider = provider();
				ClosableVoiceTelemetry telemetry = VoiceTelemetry
					.builder(OpenTelemetrySdk.builder().setTracerProvider(provider).build())
					.build()) {
			List<VoiceSpan> open = new ArrayList<>(3 * sessions);
			open(telemetry, "first", open);
			int threads = Thread.activeCount();
			long before = usedBytes();
			for (int i = 1; i < sessions; i++) {
				open(telemetry, id(i), open);
			}
			long bytes = (usedBytes() - before) / sessions;
			if (traffic) {
				print("threads more than with one session", Thread.activeCount() - threads);
				runTraffic(open);
				if (sessions == SessionOptions.DEFAULT.maxOpen()) {
					telemetry.session().id("one too many").start();
					print("sessions rejected of one beyond the limit",
							telemetry.refusals().getOrDefault(RefusalReason.SESSION_LIMIT, 0L));
				}
			}
			open.forEach((span) -> span.end());
			return bytes;
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

	private void runTraffic(List<VoiceSpan> open) throws InterruptedException {
		listenToPauses();
		long start = System.nanoTime();
		int next = 0;
		for (int i = 0; System.nanoTime() - start < TRAFFIC_NANOS; i++) {
			AgentTurn reply = (AgentTurn) open.get(next * 3 + 1);
			reply.startLlmCall().model("openai", "gpt-4o").end();
			next = (next + 1) % (open.size() / 3);
			if (i % 10 == 0) {
				Thread.sleep(10_000 / STAGES_PER_SECOND);
			}
		}
	}

	private void listenToPauses() {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener((notification, handback) -> {
				GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo
					.from((CompositeData) notification.getUserData());
				this.pausesMillis.add(info.getGcInfo().getDuration());
			}, null, null);
		}
	}

	private static SdkTracerProvider provider() {
		return SdkTracerProvider.builder().setSampler(Sampler.alwaysOn()).build();
	}

	private static String id(int number) {
		return "call-" + (100_000_000 + number);
	}

	private static long usedBytes() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(50);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
