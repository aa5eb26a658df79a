package io.voicetelemetry.integration.actuator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.model.chat.ChatModel;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.springframework.ai.chat.model.ChatResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application with a backend that takes spans and one that refuses them, both with
 * secrets, that records what is said.
 */
final class WatchedApplication implements AutoCloseable {

	static final String SECRET = "s3cr3t-Pa55word";

	/** What is said, and who is called what. */
	static final String MARK = "marked-words";

	static final String EXPOSED = "management.endpoints.web.exposure.include=voicetelemetry,info,health";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OtlpReceiver good = OtlpReceiver.start();

	private final OtlpReceiver bad = OtlpReceiver.start();

	private final SurroundedApplication application;

	WatchedApplication(Surrounding surrounding, String... properties) {
		this.bad.respondWith(401);
		List<String> all = new ArrayList<>(List.of("voice.telemetry.content.capture=full",
				"voice.telemetry.export.shutdown-timeout=100ms", "voice.telemetry.export.otlp.metrics.enabled=false",
				"voice.telemetry.export.otlp.endpoint=" + this.good.endpoint() + "?key=" + SECRET,
				"voice.telemetry.export.otlp.spans=voice", "voice.telemetry.export.otlp.headers.x-api-key=" + SECRET,
				"voice.telemetry.export.langfuse.endpoint=" + this.bad.endpoint(),
				"voice.telemetry.export.langfuse.public-key=public-" + SECRET,
				"voice.telemetry.export.langfuse.secret-key=secret-" + SECRET,
				"voice.telemetry.export.catalyst.token=" + SECRET, "voice.telemetry.export.catalyst.enabled=false"));
		all.addAll(List.of(properties));
		this.application = surrounding.start(List.of(Agents.class), all.toArray(new String[0]));
	}

	/**
	 * A call that has ended and was delivered or refused, and one that goes on since a
	 * minute.
	 */
	WatchedApplication playCalls() {
		VoiceTelemetry telemetry = this.application.bean(VoiceTelemetry.class);
		VoiceSession ended = session(telemetry, "-1");
		talk(ended);
		ended.end();
		ended.startUserTurn();
		VoiceSession open = session(telemetry, "-2");
		open.startUserTurn();
		VoiceSpanProcessor processor = this.application.bean(VoiceSpanProcessor.class);
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(processor.counts())
				.allSatisfy((counts) -> assertThat(counts.problem() != null || counts.queued() == 0).isTrue()));
		return this;
	}

	private static VoiceSession session(VoiceTelemetry telemetry, String number) {
		return telemetry.session()
			.id(MARK + number)
			.userId(MARK)
			.tenantId(MARK)
			.roomName(MARK)
			.startedAt(Instant.now().minusSeconds(60))
			.start();
	}

	private static void talk(VoiceSession session) {
		UserTurn turn = session.startUserTurn();
		turn.finalTranscript(MARK);
		turn.end();
		AgentTurn reply = session.startAgentTurn();
		reply.startLlmCall().prompt(MARK).completion(MARK).end();
		reply.startToolCall("book").arguments(MARK).result(MARK).fail(new IllegalStateException(MARK));
		reply.spoken(MARK);
		reply.end();
	}

	SurroundedApplication application() {
		return this.application;
	}

	OtlpReceiver good() {
		return this.good;
	}

	JsonNode json(String endpoint) throws IOException, InterruptedException {
		HttpResponse<String> response = get(endpoint);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	HttpResponse<String> get(String endpoint) throws IOException, InterruptedException {
		String port = this.application.context().getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + endpoint);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.application.close();
		this.good.close();
		this.bad.close();
	}

	@Configuration(proxyBeanMethods = false)
	static class Agents {

		@Bean
		ClinicAgent agent() {
			return new ClinicAgent();
		}

		@Bean
		SealedAgent sealedAgent() {
			return new SealedAgent();
		}

		@Bean
		ChatModel model() {
			return new ChatModel() {

			};
		}

		@Bean
		org.springframework.ai.chat.model.ChatModel springModel() {
			return (prompt) -> ChatResponse.builder().build();
		}

	}

	static class ClinicAgent {

		@TracedLlmCall
		String reply(String question) {
			return question;
		}

	}

	static final class SealedAgent {

		@TracedTool
		String book(String slot) {
			return slot;
		}

	}

}
