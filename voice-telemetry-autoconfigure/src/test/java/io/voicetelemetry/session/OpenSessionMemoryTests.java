package io.voicetelemetry.session;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.NotUnderJavaagent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call costs that goes on. Row 18 of the scorecard, in short: the whole, with
 * 100,000 sessions, is {@code io.voicetelemetry.benchmarks.OpenSessions}.
 */
@Timeout(300)
class OpenSessionMemoryTests {

	private static final int SESSIONS = 5000;

	/** All in, with two open children. */
	private static final long MAX_BYTES = 5000;

	/** Beyond the bare spans, which have 12 attributes and a text in the scorecard. */
	private static final long MAX_OWN_BYTES = 1200;

	private static final int TRIES = 3;

	private final SdkTracerProvider provider = SdkTracerProvider.builder().build();

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder().setTracerProvider(this.provider).build())
		.build();

	/**
	 * What others do in the same JVM may disturb one try, but not make a session small.
	 */
	@Test
	@NotUnderJavaagent
	void isWithinItsBound() throws Exception {
		String measured = "";
		for (int i = 0; i < TRIES; i++) {
			long ours = measureOurs();
			long bare = measureBare();
			measured += " ours " + ours + " bare " + bare;
			if (bare > 2000 && ours > bare && ours <= MAX_BYTES && ours - bare <= MAX_OWN_BYTES) {
				this.telemetry.close();
				return;
			}
		}
		assertThat(measured).as("bytes of a session").isEmpty();
	}

	private long measureOurs() throws Exception {
		List<VoiceSpan> open = new ArrayList<>(3 * SESSIONS);
		open(0, open);
		int threads = ourThreads();
		long before = used();
		for (int i = 1; i <= SESSIONS; i++) {
			open(i, open);
		}
		// Those of tests before this one may go meanwhile.
		assertThat(ourThreads()).isLessThanOrEqualTo(threads);
		long bytes = (used() - before) / SESSIONS;
		open.forEach((span) -> span.end());
		assertThat(this.telemetry.openSessions()).isZero();
		return bytes;
	}

	private void open(int number, List<VoiceSpan> open) {
		VoiceSession session = this.telemetry.session()
			.id("call-" + number)
			.userId("caller")
			.tenantId("clinic")
			.roomName("room")
			.agentName("receptionist")
			.start();
		open.add(session.startUserTurn());
		open.add(session.startAgentTurn());
		open.add(session);
	}

	private static int ourThreads() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("voice-telemetry"))
			.count();
	}

	private long measureBare() throws Exception {
		Tracer tracer = this.provider.get("bare");
		List<Span> open = new ArrayList<>(3 * SESSIONS);
		long before = used();
		for (int i = 0; i < SESSIONS; i++) {
			Span session = start(tracer, Context.root(), "call-" + i, "agent_session");
			Context inside = Context.root().with(session);
			open.add(session);
			open.add(start(tracer, inside, "call-" + i, "user_turn").setAttribute("voice.speech_id", "speech-" + i));
			open.add(start(tracer, inside, "call-" + i, "agent_turn").setAttribute("voice.speech_id", "speech-" + i));
		}
		long bytes = (used() - before) / SESSIONS;
		open.forEach(Span::end);
		return bytes;
	}

	private static Span start(Tracer tracer, Context parent, String id, String stage) {
		return tracer.spanBuilder(stage)
			.setParent(parent)
			.startSpan()
			.setAttribute("voice.stage", stage)
			.setAttribute("session.id", id)
			.setAttribute("gen_ai.conversation.id", id)
			.setAttribute("user.id", "caller")
			.setAttribute("tenant.id", "clinic")
			.setAttribute("voice.room_name", "room")
			.setAttribute("gen_ai.operation.name", "operation");
	}

	private static long used() throws Exception {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(20);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
