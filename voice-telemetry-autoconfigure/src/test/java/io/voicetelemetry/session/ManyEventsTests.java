package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.usage.UsageCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many calls at once, each with many events from many threads: nothing that was used is
 * lost or counted twice, and nothing that a listener misses goes uncounted.
 */
@Timeout(120)
class ManyEventsTests {

	private static final int SESSIONS = 200;

	private static final int PARTS = 10;

	private static final int EVENTS_OF_A_PART = 100;

	private static final int THREADS = 16;

	private static final int EVENTS = SESSIONS * PARTS * EVENTS_OF_A_PART;

	private final UsageCollector application = new UsageCollector();

	private final ConcurrentLinkedQueue<UsageSummary> summaries = new ConcurrentLinkedQueue<>();

	private final Counting listener = new Counting();

	private final Recording recording = new Recording((provider) -> provider.setSampler(Sampler.alwaysOff()),
			(settings) -> settings.timeSource(TimeSource.SYSTEM)
				.metricsConsumer(this.application::feed)
				.metricsConsumer(new Summaries())
				.metricsListener(this.listener));

	private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

	@AfterEach
	void closeRecording() {
		this.pool.shutdownNow();
		this.recording.close();
	}

	@Test
	void theUsageOfTheApplicationIsTheSumOfThatOfItsSessions() throws Exception {
		List<VoiceSession> sessions = new ArrayList<>();
		for (int i = 0; i < SESSIONS; i++) {
			sessions.add(this.recording.session("call-" + i));
		}
		run(sessions);
		sessions.forEach(VoiceSession::end);
		assertThat(this.summaries).hasSize(SESSIONS);
		Map<String, Used> ofSessions = new HashMap<>();
		this.summaries.forEach((summary) -> add(ofSessions, summary.models()));
		Map<String, Used> ofApplication = new HashMap<>();
		add(ofApplication, this.application.usage());
		assertThat(ofApplication).isEqualTo(ofSessions).isEqualTo(expected());
		this.recording.telemetry.close();
		assertThat(this.listener.count.sum() + this.recording.refusals(RefusalReason.CALLBACK_OVERFLOW))
			.isEqualTo(EVENTS + 3 * SESSIONS);
		assertThat(this.recording.telemetry.refusals().keySet()).isSubsetOf(RefusalReason.CALLBACK_OVERFLOW);
	}

	private void run(List<VoiceSession> sessions) throws Exception {
		List<Runnable> parts = new ArrayList<>();
		for (int i = 0; i < SESSIONS; i++) {
			VoiceSession session = sessions.get(i);
			for (int part = 0; part < PARTS; part++) {
				Random random = randomOf(i, part);
				parts.add(() -> {
					for (int event = 0; event < EVENTS_OF_A_PART; event++) {
						Request.next(random).make(session);
					}
				});
			}
		}
		// So that threads meet in a session as well as side by side.
		Collections.shuffle(parts, new Random(1));
		CompletableFuture<?>[] all = parts.stream()
			.map((part) -> CompletableFuture.runAsync(part, this.pool))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
	}

	private static Random randomOf(int session, int part) {
		return new Random(1000L * session + part);
	}

	private static Map<String, Used> expected() {
		Map<String, Used> expected = new HashMap<>();
		for (int i = 0; i < SESSIONS; i++) {
			for (int part = 0; part < PARTS; part++) {
				Random random = randomOf(i, part);
				for (int event = 0; event < EVENTS_OF_A_PART; event++) {
					Request request = Request.next(random);
					if (request.kind() != Kind.TOOL) {
						expected.merge(request.row(), request.used(), Used::plus);
					}
				}
			}
		}
		return expected;
	}

	private static void add(Map<String, Used> sums, List<ModelUsage> rows) {
		rows.forEach(
				(row) -> sums.merge(row.kind() + " " + row.provider() + " " + row.model(), Used.of(row), Used::plus));
	}

	private enum Kind {

		LLM, TTS, STT, TOOL

	}

	/**
	 * What a stage of a call uses.
	 */
	private record Request(Kind kind, String model, int outcome, TokenUsage tokens, int characters, long nanos) {

		static Request next(Random random) {
			TokenUsage tokens = TokenUsage.of(random.nextInt(5000), random.nextInt(500))
				.withCachedInput(random.nextInt(1000));
			return new Request(Kind.values()[random.nextInt(4)], "model-" + random.nextInt(7), random.nextInt(10),
					tokens, 1 + random.nextInt(50), random.nextLong(20_000_000_000L));
		}

		String row() {
			return UsageKind.valueOf(this.kind.name()) + " provider " + this.model;
		}

		void make(VoiceSession session) {
			switch (this.kind) {
				case LLM -> end(session.startLlmCall().model("provider", this.model).usage(this.tokens));
				case TTS -> {
					SpeechSynthesis synthesis = session.startSynthesis().model("provider", this.model);
					synthesis.textHandedOver("x".repeat(this.characters));
					end(synthesis.audioDuration(Duration.ofNanos(this.nanos)));
				}
				case STT -> end(session.startRecognition()
					.model("provider", this.model)
					.audioDuration(Duration.ofNanos(this.nanos)));
				default -> end(session.startToolCall(this.model));
			}
		}

		private void end(VoiceSpan stage) {
			switch (this.outcome) {
				case 0 -> stage.fail(null);
				case 1 -> stage.cancel();
				default -> stage.end();
			}
		}

		Used used() {
			return new Used(1, (this.outcome == 0) ? 1 : 0, (this.outcome == 1) ? 1 : 0,
					(this.kind == Kind.LLM) ? this.tokens : TokenUsage.unknown(),
					(this.kind == Kind.TTS) ? this.characters : 0, (this.kind != Kind.LLM) ? this.nanos : 0);
		}

	}

	/**
	 * What all events of a model add up to.
	 */
	private record Used(long requests, long failed, long cancelled, TokenUsage tokens, long characters, long nanos) {

		static Used of(ModelUsage row) {
			return new Used(row.requests(), row.failedRequests(), row.cancelledRequests(), row.tokens(),
					row.characters().orElse(0), Math.round(row.audioDuration().orElse(0) * 1e9));
		}

		Used plus(Used other) {
			return new Used(this.requests + other.requests, this.failed + other.failed,
					this.cancelled + other.cancelled, this.tokens.plus(other.tokens),
					this.characters + other.characters, this.nanos + other.nanos);
		}

	}

	private final class Summaries implements VoiceMetricsListener {

		@Override
		public void onMetrics(VoiceMetrics metrics) {
		}

		@Override
		public void onUsage(UsageSummary usage) {
			ManyEventsTests.this.summaries.add(usage);
		}

	}

	private static final class Counting implements VoiceMetricsListener {

		private final LongAdder count = new LongAdder();

		@Override
		public void onMetrics(VoiceMetrics metrics) {
			this.count.increment();
		}

		@Override
		public void onSessionStart(SessionStart session) {
			this.count.increment();
		}

		@Override
		public void onUsage(UsageSummary usage) {
			this.count.increment();
		}

		@Override
		public void onSessionEnd(SessionSummary session) {
			this.count.increment();
		}

	}

}
