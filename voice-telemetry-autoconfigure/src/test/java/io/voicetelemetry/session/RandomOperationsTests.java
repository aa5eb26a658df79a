package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.event.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A million operations in random order, from many threads, on shared handles.
 */
@Timeout(120)
class RandomOperationsTests {

	private static final int THREADS = 8;

	private static final int OPERATIONS = 1_000_000 / THREADS;

	private static final int SESSIONS = 24;

	private static final Stage[] STAGES = Stage.values();

	private final TreeRecorder trees = new TreeRecorder();

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(this.trees).build())
			.build())
		.build();

	private final AtomicReferenceArray<VoiceSpan> handles = new AtomicReferenceArray<>(200);

	@Test
	void breakNothing() throws Exception {
		for (int i = 0; i < this.handles.length(); i++) {
			this.handles.set(i, NoopHandles.OPERATION);
		}
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> work = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Random random = new Random(i);
				work.add(threads.submit(() -> {
					for (int j = 0; j < OPERATIONS; j++) {
						operate(random);
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
		for (int i = 0; i < SESSIONS; i++) {
			this.telemetry.session("call-" + i).end();
		}
		assertThat(this.telemetry.openSessions()).isZero();
		this.telemetry.close();
		assertThat(this.trees.started()).isGreaterThan(100_000);
		assertThat(this.trees.ended()).isEqualTo(this.trees.started());
		assertThat(this.trees.violations()).isEmpty();
		assertThat(this.telemetry.refusals()).doesNotContainKeys(RefusalReason.INTERNAL_ERROR,
				RefusalReason.USER_CODE_FAILED);
	}

	private void operate(Random random) {
		int slot = random.nextInt(this.handles.length());
		VoiceSpan handle = this.handles.get(slot);
		int dice = random.nextInt(100);
		if (dice < 2) {
			this.handles.set(slot, this.telemetry.session().id("call-" + random.nextInt(SESSIONS)).start());
		}
		else if (dice < 3) {
			this.telemetry.session("call-" + random.nextInt(SESSIONS)).end("transferred");
		}
		else if (dice < 25) {
			this.handles.set(slot, startIn(handle, random));
		}
		else if (dice < 30) {
			this.handles.set(slot, handle.startOperation("work"));
		}
		else if (dice < 50) {
			end(handle, random);
		}
		else if (dice < 55) {
			handle.wrapRunnable(() -> assertThat(VoiceSpan.current().spanContext()).isEqualTo(handle.spanContext()))
				.run();
		}
		else {
			signal(handle, random);
		}
	}

	private VoiceSpan startIn(VoiceSpan handle, Random random) {
		Stage stage = STAGES[random.nextInt(STAGES.length)];
		VoiceSession session = this.telemetry.session("call-" + random.nextInt(SESSIONS));
		if (!handle.isRecording()) {
			return this.telemetry.start(session, stage, null);
		}
		VoiceSpan[] started = { NoopHandles.OPERATION };
		handle.wrapRunnable(() -> started[0] = random.nextBoolean() ? this.telemetry.start(stage, null)
				: this.telemetry.start(session, stage, "named"))
			.run();
		return started[0];
	}

	private static void end(VoiceSpan handle, Random random) {
		if (handle instanceof VoiceSession) {
			return;
		}
		switch (random.nextInt(4)) {
			case 0 -> handle.end(randomTime(handle, random));
			case 1 -> handle.cancel(randomTime(handle, random));
			case 2 -> handle.fail(new IllegalStateException());
			default -> handle.end();
		}
	}

	private static Instant randomTime(VoiceSpan handle, Random random) {
		return handle.now().plusNanos(random.nextInt(20_000_000) - 15_000_000);
	}

	private static void signal(VoiceSpan handle, Random random) {
		handle.setAttribute("app." + random.nextInt(80), random.nextInt());
		if (handle instanceof UserTurn turn) {
			switch (random.nextInt(5)) {
				case 0 -> turn.startedSpeaking(randomTime(turn, random));
				case 1 -> turn.stoppedSpeaking(randomTime(turn, random));
				case 2 -> turn.finalTranscript("text", random.nextDouble());
				case 3 -> turn.commit();
				default -> turn.startEndOfTurnDetection().probability(0.5).end();
			}
		}
		else if (handle instanceof AgentTurn turn) {
			switch (random.nextInt(5)) {
				case 4 -> turn.discarded();
				case 0 -> turn.firstAudioPlayed(randomTime(turn, random));
				case 1 -> turn.playoutEnded(Duration.ofMillis(random.nextInt(100)), randomTime(turn, random));
				case 2 -> turn.interrupted("user_turn");
				default -> turn.falseInterruption(random.nextBoolean());
			}
		}
		else if (handle instanceof LlmCall call) {
			call.tokensReceived();
			call.usage(TokenUsage.of(random.nextInt(), random.nextInt())).firstToken();
			attempt(call, random);
		}
		else if (handle instanceof SpeechSynthesis synthesis) {
			synthesis.textHandedOver("text");
			synthesis.firstAudio();
			attempt(synthesis, random);
		}
		else if (handle instanceof SpeechRecognition recognition) {
			recognition.transcript("text").audioRecognized(Duration.ofMillis(random.nextInt(100) - 5));
		}
		else if (handle instanceof VoiceSession session) {
			switch (random.nextInt(6)) {
				case 4 -> session.leaveUnanswered();
				case 5 -> session.addListener((metrics) -> {
				});
				case 0 -> session.userStartedSpeaking(randomTime(session, random));
				case 1 -> session.userStoppedSpeaking(randomTime(session, random));
				case 2 -> session.handOff("Mira");
				default -> session.onEnd((summary) -> {
				});
			}
		}
	}

	private static void attempt(RetriedRequest request, Random random) {
		switch (random.nextInt(3)) {
			case 0 -> request.attemptStarted();
			case 1 -> request.attemptEnded(random.nextBoolean() ? new IllegalStateException() : null);
			default -> request.startAttempt().end();
		}
	}

}
