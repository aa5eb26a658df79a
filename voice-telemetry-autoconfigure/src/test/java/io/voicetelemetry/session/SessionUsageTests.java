package io.voicetelemetry.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * What a session says it has used, while it goes on and at its end.
 */
class SessionUsageTests {

	private final Told told = new Told();

	private final Recording recording = this.told.recording();

	private final VirtualTime time = this.recording.time;

	private final VoiceSession session = this.recording.telemetry.session().id("call-1").tenantId("clinic").start();

	@AfterEach
	void closeRecording() {
		this.session.end();
		this.recording.assertValid();
		this.recording.close();
	}

	private void recognize(long millis) {
		this.session.startRecognition().model("deepgram", "nova-3").audioDuration(Duration.ofMillis(millis)).end();
	}

	private void ask(String provider, String model, long input, long output) {
		this.session.startLlmCall().model(provider, model).usage(TokenUsage.of(input, output)).end();
	}

	private SpeechSynthesis synthesize(String text, long millis) {
		SpeechSynthesis synthesis = this.session.startSynthesis().model("elevenlabs", "flash");
		synthesis.textHandedOver(text);
		return synthesis.audioDuration(Duration.ofMillis(millis));
	}

	private void talk() {
		recognize(1200);
		ask("openai", "gpt-4o", 100, 10);
		this.session.startLlmCall().model("openai", "gpt-4o").usage(TokenUsage.of(50L, -1L)).fail(null);
		ask("anthropic", "claude", 60, 20);
		LlmCall cut = this.session.startLlmCall().model("anthropic", "claude");
		cut.usage(TokenUsage.unknown().withCachedInput(32)).cancel();
		synthesize("Hello there", 900).end();
		synthesize("Good bye", 700).spoken("Good").cancel();
		recognize(300);
	}

	@Test
	void isARowForEachKindProviderAndModel() {
		talk();
		List<ModelUsage> rows = this.session.usage().usage();
		assertThat(rows).extracting(ModelUsage::kind, ModelUsage::provider, ModelUsage::model, ModelUsage::requests)
			.containsExactly(tuple(UsageKind.LLM, "openai", "gpt-4o", 2L),
					tuple(UsageKind.LLM, "anthropic", "claude", 2L), tuple(UsageKind.TTS, "elevenlabs", "flash", 2L),
					tuple(UsageKind.STT, "deepgram", "nova-3", 2L));
		// The provider that failed is paid for what it took, and marked.
		assertThat(rows).extracting(ModelUsage::failedRequests).containsExactly(1L, 0L, 0L, 0L);
		assertThat(rows).extracting(ModelUsage::cancelledRequests).containsExactly(0L, 1L, 1L, 0L);
		assertThat(rows).extracting(ModelUsage::tokens)
			.containsExactly(TokenUsage.of(150L, 10L), TokenUsage.of(60L, 20L).withCachedInput(32),
					TokenUsage.unknown(), TokenUsage.unknown());
		assertThat(rows.get(2).characters()).hasValue(15);
		assertThat(rows.get(2).audioDuration()).hasValue(1.6);
		assertThat(rows.get(3).audioDuration()).hasValue(1.5);
		assertThat(rows.get(0).audioDuration()).isEmpty();
		assertThat(rows.get(0).characters()).isEmpty();
	}

	@Test
	void goesByTheModelThatAnswered() {
		LlmCall call = this.session.startLlmCall().model("openai", "gpt-4o");
		call.response("id-1", "gpt-4o-2024-08-06").usage(TokenUsage.of(1L, 1L)).end();
		this.session.startLlmCall().model("openai", "gpt-4o").fail(new IllegalStateException());
		LlmCall routed = this.session.startLlmCall().model("openai", "gpt-4o");
		routed.response("id-2", "claude-haiku").usage(TokenUsage.of(1L, 1L)).end();
		assertThat(this.session.usage().usage()).extracting(ModelUsage::model)
			.containsExactly("gpt-4o", "claude-haiku");
	}

	@Test
	void isThatOfOneSessionOnly() {
		VoiceSession other = this.recording.session("call-2");
		ask("openai", "gpt-4o", 100, 10);
		other.startLlmCall().usage(TokenUsage.of(1L, 1L)).end();
		((LlmCall) this.recording.telemetry.start(Stage.LLM_REQUEST, null)).usage(TokenUsage.of(7L, 7L)).end();
		other.end();
		assertThat(this.session.usage().usage()).singleElement()
			.satisfies((row) -> assertThat(row.tokens()).isEqualTo(TokenUsage.of(100L, 10L)));
		assertThat(this.told.usage.get(0).tokens(UsageKind.LLM)).isEqualTo(TokenUsage.of(1L, 1L));
	}

	@Test
	void countsWhatAListenerCollectsAgainOnce() {
		List<VoiceMetrics> heard = new CopyOnWriteArrayList<>();
		this.session.addListener((metrics) -> {
			this.session.usage().collect(metrics);
			this.session.usage().collect(metrics);
			heard.add(metrics);
		});
		AgentTurn vain = this.session.startAgentTurn();
		vain.startLlmCall().model("openai", "gpt-4o").usage(TokenUsage.of(5L, 5L)).end();
		vain.discarded();
		vain.end();
		ask("openai", "gpt-4o", 100, 10);
		this.session.startRecognition().audioRecognized(Duration.ofSeconds(5)).end();
		await().untilAsserted(() -> assertThat(heard).hasSize(6));
		List<ModelUsage> rows = this.session.usage().usage();
		assertThat(rows).extracting(ModelUsage::requests).containsExactly(2L, 2L);
		assertThat(rows.get(0).discardedRequests()).isEqualTo(1);
		assertThat(rows.get(0).tokens()).isEqualTo(TokenUsage.of(105L, 15L));
		assertThat(rows.get(0).discardedTokens()).isEqualTo(TokenUsage.of(5L, 5L));
		assertThat(rows.get(1).audioDuration()).hasValue(5);
	}

	@Test
	void isToldWhenTheSessionHasEnded() {
		talk();
		List<ModelUsage> rows = this.session.usage().usage();
		this.time.advanceMillis(2500);
		this.session.end();
		UsageSummary usage = this.told.usage.get(0);
		assertThat(usage).isEqualTo(new UsageSummary("call-1", "clinic", VirtualTime.START.plusMillis(2500),
				this.session.spanContext().getTraceId(), this.session.spanContext().getSpanId(), rows));
		assertThat(this.told.usage).hasSize(1);
		assertThat(usage.tokens(UsageKind.LLM)).isEqualTo(TokenUsage.of(210L, 30L).withCachedInput(32));
		assertThat(usage.characters(UsageKind.TTS)).hasValue(15);
		assertThat(usage.audioDuration(UsageKind.STT)).hasValue(1.5);
	}

	@Test
	void isOnTheSpanOfTheSessionUnderNamesOfItsOwn() {
		talk();
		this.session.end();
		Map<String, Object> attributes = Recording.attributes(this.recording.span(this.session));
		assertThat(attributes).containsEntry("voice.usage.llm.input_tokens", 210L)
			.containsEntry("voice.usage.llm.cached_input_tokens", 32L)
			.containsEntry("voice.usage.llm.output_tokens", 30L)
			.containsEntry("voice.usage.tts.characters", 15L)
			.containsEntry("voice.usage.tts.audio_duration", 1.6)
			.containsEntry("voice.usage.stt.audio_duration", 1.5);
		// Who sums up the spans of a trace would count it twice.
		assertThat(attributes.keySet()).noneMatch((key) -> key.startsWith("gen_ai.usage."));
	}

	@Test
	void isAbsentWhereNothingIsKnown() {
		this.session.startLlmCall().end();
		this.session.end();
		assertThat(Recording.attributes(this.recording.span(this.session)).keySet())
			.noneMatch((key) -> key.startsWith("voice.usage."));
		assertThat(this.told.usage.get(0).models()).hasSize(1);
		assertThat(this.told.usage.get(0).tokens(UsageKind.LLM)).isEqualTo(TokenUsage.unknown());
		assertThat(this.told.summaries.get(0).inputTokens()).isEmpty();
	}

	@Test
	void includesWhatRanWhenTheSessionEnded() {
		this.session.startAgentTurn().startLlmNode().startLlmCall().usage(TokenUsage.of(40L, 4L));
		this.session.startRecognition().audioDuration(Duration.ofSeconds(3));
		synthesize("Hello", 400);
		this.session.end();
		UsageSummary usage = this.told.usage.get(0);
		assertThat(usage.tokens(UsageKind.LLM)).isEqualTo(TokenUsage.of(40L, 4L));
		assertThat(usage.audioDuration(UsageKind.STT)).hasValue(3);
		assertThat(usage.characters(UsageKind.TTS)).hasValue(5);
		assertThat(usage.models()).extracting(ModelUsage::cancelledRequests).containsOnly(1L);
		assertThat(this.told.summaries.get(0).inputTokens()).hasValue(40);
		// All that is told is told before what sums it up.
		assertThat(this.told.all).endsWith(usage, this.told.summaries.get(0));
	}

	@Test
	void isFollowedByTheSummaryOfTheSession() {
		UserTurn question = this.session.startUserTurn();
		question.end();
		AgentTurn reply = this.session.startAgentTurn();
		ask("openai", "gpt-4o", 100, 10);
		this.session.startToolCall("book").end();
		synthesize("Booked", 500).end();
		reply.interrupted("user_turn");
		reply.end();
		this.session.startAgentTurn();
		this.time.advanceMillis(4000);
		this.session.fail(new IllegalStateException());
		assertThat(this.told.summaries)
			.containsExactly(new SessionSummary("call-1", "clinic", this.session.spanContext().getTraceId(),
					VirtualTime.START, Duration.ofSeconds(4), Outcome.ERROR, "error", "java.lang.IllegalStateException",
					1, 2, 1, 1, 1, 1, OptionalLong.of(100), OptionalLong.of(10)));
	}

	@Test
	void isWhatItWasWhenTheSessionEnded() {
		LlmCall late = this.session.startLlmCall();
		this.session.end();
		late.usage(TokenUsage.of(1000L, 1000L)).end();
		this.session.startLlmCall().usage(TokenUsage.of(1000L, 1000L)).end();
		assertThat(this.told.usage).hasSize(1);
		assertThat(this.session.usage().usage()).isEqualTo(this.told.usage.get(0).models());
		assertThat(this.told.usage.get(0).tokens(UsageKind.LLM)).isEqualTo(TokenUsage.unknown());
	}

	@Test
	void reachesAListenerOfTheSessionInOrder() {
		List<Object> heard = new CopyOnWriteArrayList<>();
		VoiceMetricsListener listener = new VoiceMetricsListener() {

			@Override
			public void onMetrics(VoiceMetrics metrics) {
				heard.add(metrics);
			}

			@Override
			public void onUsage(UsageSummary usage) {
				heard.add(usage);
			}

			@Override
			public void onSessionEnd(SessionSummary session) {
				heard.add(session);
			}

		};
		VoiceSession other = this.recording.telemetry.session().id("call-2").listener(listener).start();
		ask("openai", "gpt-4o", 100, 10);
		other.startLlmCall().usage(TokenUsage.of(1L, 2L));
		other.end();
		await().untilAsserted(() -> assertThat(heard).hasSize(3));
		assertThat(heard)
			.containsExactlyElementsOf(this.told.all.subList(this.told.all.size() - 3, this.told.all.size()));
	}

}
