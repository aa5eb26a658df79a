package io.voicetelemetry.grafana;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with Boot's own Prometheus registry and nothing set for its meters, in
 * which calls are played: one with all that a call may have, and one that fails.
 */
final class ScrapedApplication {

	private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

	private ScrapedApplication() {
	}

	/**
	 * What is scraped when the calls are over, in the format that Prometheus asks for.
	 */
	static Scrape play() throws IOException, InterruptedException {
		try (OtlpReceiver receiver = OtlpReceiver.start();
				SurroundedApplication application = Surrounding.MVC.start(List.of(),
						"management.endpoints.web.exposure.include=prometheus",
						"voice.telemetry.export.otlp.endpoint=" + receiver.endpoint(),
						"voice.telemetry.export.otlp.metrics.enabled=false")) {
			play(application.bean(VoiceTelemetry.class));
			String port = application.context().getEnvironment().getRequiredProperty("local.server.port");
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
				.header("Accept", "application/openmetrics-text;version=1.0.0")
				.build();
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).endsWith("# EOF\n");
			return Scrape.of(response.body());
		}
	}

	private static void play(VoiceTelemetry telemetry) {
		VoiceSession whole = telemetry.session()
			.tenantId("clinic-1")
			.roomName("line-1")
			.startedAt(Instant.now().minusSeconds(60))
			.start();
		ask(whole);
		answer(whole);
		ask(whole);
		discardAReply(whole);
		whole.end("hangup");
		VoiceSession failed = telemetry.session().start();
		failed.fail(new IllegalStateException("line is broken"));
	}

	private static void ask(VoiceSession session) {
		Instant silent = session.now().minusMillis(300);
		UserTurn turn = session.startUserTurn(silent.minusSeconds(1));
		turn.startedSpeaking(silent.minusSeconds(1));
		turn.stoppedSpeaking(silent);
		turn.startRecognition()
			.model("deepgram", "nova-3")
			.transcript("Is there a slot?")
			.audioDuration(Duration.ofSeconds(1))
			.end();
		turn.finalTranscript("Is there a slot?");
		turn.commit();
		turn.startOnUserTurnCompleted().end();
		turn.end();
	}

	private static void answer(VoiceSession session) {
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall().model("openai", "gpt-4o");
		call.firstToken();
		call.usage(TokenUsage.of(100, 20)).end();
		reply.startToolCall("find_free_slots").end();
		reply.startToolCall("book").fail(new IllegalStateException("taken"));
		SpeechSynthesis synthesis = reply.startSynthesis().model("acme", "voice-1");
		synthesis.textHandedOver("Tomorrow at ten.");
		synthesis.firstAudio();
		reply.firstAudioPlayed(null);
		synthesis.audioDuration(Duration.ofSeconds(2)).end();
		reply.interrupted("audio_activity");
		reply.report((origin) -> new InterruptionMetrics(origin, "audio_activity", 0, 1, 0, UNKNOWN, UNKNOWN, UNKNOWN,
				UNKNOWN));
		reply.end();
	}

	private static void discardAReply(VoiceSession session) {
		AgentTurn reply = session.startAgentTurn();
		reply.startLlmCall().model("openai", "gpt-4o").usage(TokenUsage.of(100, 5)).end();
		reply.discarded();
		reply.end();
	}

}
