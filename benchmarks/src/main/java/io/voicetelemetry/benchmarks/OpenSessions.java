package io.voicetelemetry.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
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
 * bytes for each session, threads, and pauses of the garbage collector while stages begin
 * and end in them as fast as one thread can.
 */
public final class OpenSessions {

	private static final long TRAFFIC_NANOS = 10_000_000_000L;

	private final int sessions;

	private final List<Long> pausesMillis = new CopyOnWriteArrayList<>();

	private OpenSessions(int sessions) {
		this.sessions = sessions;
	}

	/**
	 * Measures.
	 * @param arguments how many sessions: 100,000 unless said otherwise
	 * @throws Exception if it cannot be measured
	 */
	public static void main(String[] arguments) throws Exception {
		int sessions = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : SessionOptions.DEFAULT.maxOpen();
		new OpenSessions(sessions).run();
	}

	private void run() throws Exception {
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
			print("GC pauses in these 10 s", this.pausesMillis.size());
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

	private long measureOurs(int sessions, boolean traffic) throws Exception {
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

	private void runTraffic(List<VoiceSpan> open) throws ListenerNotFoundException {
		NotificationListener listener = (notification, handback) -> this.pausesMillis
			.add(GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
				.getGcInfo()
				.getDuration());
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener(listener, null, null);
		}
		long start = System.nanoTime();
		long stages = 0;
		while (System.nanoTime() - start < TRAFFIC_NANOS) {
			int session = (int) (stages % (open.size() / 3));
			open.get(session * 3 + 2).startOperation("work").end();
			stages++;
		}
		print("stages in 10 s, one thread", stages);
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).removeNotificationListener(listener);
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
