package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More sessions than may be open. Row 18 of the scorecard: cap, then reject new with a
 * counter.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class SessionLimitTests {

	private static final int MAX = 3;

	private final Recording recording = new Recording((settings) -> settings.options(options(MAX)));

	private static SessionOptions options(int maxOpen) {
		return new SessionOptions(false, false, false, Duration.ofMinutes(30), Duration.ofHours(4), maxOpen);
	}

	@Test
	void sessionBeyondTheLimitDoesNothing() {
		List<VoiceSession> open = open(MAX);
		VoiceSession rejected = this.recording.session("one too many");
		rejected.startUserTurn().finalTranscript("hello");
		rejected.startAgentTurn().startLlmCall().end();
		rejected.addEvent("event").setAttribute("key", 1);
		this.recording.telemetry.start(rejected, Stage.LLM_REQUEST, null).end();
		rejected.run(() -> this.recording.telemetry.start(Stage.AGENT_TURN, null).end());
		rejected.end("transferred");
		assertThat(rejected.isOpen()).isFalse();
		assertThat(this.recording.telemetry.findSession("one too many")).isEmpty();
		assertThat(this.recording.telemetry.openSessions()).isEqualTo(MAX);
		open.forEach(VoiceSession::end);
		assertThat(this.recording.spans(Stage.AGENT_SESSION)).hasSize(MAX);
		assertThat(this.recording.refusals(RefusalReason.SESSION_LIMIT)).isEqualTo(1);
		this.recording.close();
	}

	@Test
	void sessionThatIsOpenIsFoundAllTheSame() {
		List<VoiceSession> open = open(MAX);
		assertThat(this.recording.session("call-0")).isSameAs(open.get(0));
		assertThat(this.recording.refusals(RefusalReason.DUPLICATE_SESSION)).isEqualTo(1);
		assertThat(this.recording.refusals(RefusalReason.SESSION_LIMIT)).isZero();
		this.recording.close();
	}

	@Test
	void eachEndMakesRoomForOneMore() {
		List<VoiceSession> open = open(MAX);
		for (int i = 0; i < 10; i++) {
			open.remove(0).end();
			open.add(this.recording.session("later-" + i));
			assertThat(open).allMatch(VoiceSession::isOpen);
			assertThat(this.recording.session("one too many").isOpen()).isFalse();
		}
		open.forEach(VoiceSession::end);
		open.forEach(VoiceSession::end);
		assertThat(open(MAX)).allMatch(VoiceSession::isOpen);
		assertThat(this.recording.refusals(RefusalReason.SESSION_LIMIT)).isEqualTo(10);
		this.recording.close();
	}

	@Test
	void sessionWhoseSpanCannotBeginTakesNoRoom() {
		SpanProcessor throwing = new SpanProcessor() {

			@Override
			public void onStart(Context parentContext, ReadWriteSpan span) {
				throw new IllegalStateException("no span");
			}

			@Override
			public boolean isStartRequired() {
				return true;
			}

			@Override
			public void onEnd(ReadableSpan span) {
			}

			@Override
			public boolean isEndRequired() {
				return false;
			}

		};
		try (Recording broken = new Recording((provider) -> provider.addSpanProcessor(throwing),
				(settings) -> settings.options(options(MAX)))) {
			for (int i = 0; i < 10; i++) {
				assertThat(broken.session("call-" + i).isOpen()).isFalse();
			}
			assertThat(broken.refusals(RefusalReason.INTERNAL_ERROR)).isEqualTo(10);
			assertThat(broken.refusals(RefusalReason.SESSION_LIMIT)).isZero();
		}
		this.recording.close();
	}

	@Test
	void theLogSaysSoOnceAMinute(CapturedOutput output) {
		open(MAX);
		for (int i = 0; i < 1000; i++) {
			this.recording.session("rejected-" + i);
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("rejected"))).singleElement()
			.asString()
			.contains("1 voice session(s) rejected: 3 are open", "voice.telemetry.session.max-open");
		this.recording.time.advance(Duration.ofMinutes(1));
		this.recording.session("rejected");
		assertThat(output.getAll().lines().filter((line) -> line.contains("rejected"))).hasSize(2)
			.last()
			.asString()
			.contains("1000 voice session(s) rejected");
		this.recording.close();
	}

	@Test
	void isKeptByManyThreads() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		AtomicInteger open = new AtomicInteger();
		AtomicInteger tooMany = new AtomicInteger();
		AtomicInteger rejected = new AtomicInteger();
		try {
			List<Future<?>> work = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				int thread = i;
				work.add(threads.submit(() -> {
					for (int j = 0; j < 5000; j++) {
						VoiceSession session = this.recording.session("call-" + thread + "-" + j % 2);
						if (!session.isOpen()) {
							rejected.incrementAndGet();
						}
						else {
							if (open.incrementAndGet() > MAX) {
								tooMany.incrementAndGet();
							}
							Thread.yield();
							open.decrementAndGet();
							session.end();
						}
					}
				}));
			}
			for (Future<?> each : work) {
				each.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(tooMany).hasValue(0);
		assertThat(rejected.get()).isPositive().isEqualTo((int) this.recording.refusals(RefusalReason.SESSION_LIMIT));
		assertThat(this.recording.spans(Stage.AGENT_SESSION)).hasSize(40_000 - rejected.get());
		assertThat(open(MAX)).allMatch(VoiceSession::isOpen);
		this.recording.close();
	}

	private List<VoiceSession> open(int number) {
		List<VoiceSession> sessions = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			sessions.add(this.recording.session("call-" + i));
		}
		return sessions;
	}

}
