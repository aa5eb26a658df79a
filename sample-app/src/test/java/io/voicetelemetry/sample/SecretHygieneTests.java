package io.voicetelemetry.sample;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets of the export are sent to the backend and shown to nobody, though everything is
 * logged and every endpoint shows all it may.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class SecretHygieneTests {

	private static final String HEADER = "sk-live.9f8e7d+6c5b4a=ZqxYw";

	private static final String REFERRED = "pk-test.1a2b3c+4d5e6f=VuTsR";

	private static final String QUERY = "qk-prod.7g8h9i+1j2k3l=PoNmL";

	@Test
	void areShownNowhere(CapturedOutput output) throws Exception {
		try (OtlpReceiver receiver = OtlpReceiver.start(); ConfigurableApplicationContext context = run(receiver)) {
			receiver.respondWith(401);
			context.getBean(VoiceTelemetry.class).session().start().end();
			assertThat(receiver.awaitRequests(1, Duration.ofSeconds(30)).get(0).headers())
				.containsEntry("authorization", List.of("Bearer " + HEADER))
				.containsEntry("x-api-key", List.of(REFERRED));
			List<String> shown = endpoints(context);
			assertThat(shown).hasSizeGreaterThan(10);
			assertThat(shown).anyMatch((text) -> text.contains("voice.telemetry.export.otlp.headers.authorization"));
			shown.forEach(SecretHygieneTests::assertThatIsClean);
			for (Map.Entry<String, Object> bean : context.getBeansOfType(Object.class).entrySet()) {
				if (bean.getValue().getClass().getName().startsWith("io.voicetelemetry.")) {
					assertThatIsClean(bean.getKey() + " is " + bean.getValue());
				}
			}
		}
		assertThat(output).contains("DEBUG", "voice.telemetry.export.otlp.endpoint");
		assertThatIsClean(output.getAll());
	}

	private static ConfigurableApplicationContext run(OtlpReceiver receiver) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setApplicationStartup(new BufferingApplicationStartup(10_000));
		application.setRegisterShutdownHook(false);
		return application.run("--server.port=0", "--server.address=127.0.0.1", "--sample.call=none", "--debug",
				"--logging.level.root=debug", "--logging.level.io.voicetelemetry=trace",
				"--logging.level.io.opentelemetry=trace", "--logging.level.org.springframework.boot=trace",
				// The JDK's client logs whole URLs, as docs/security.md says; so does its
				// server, which is the receiver.
				"--logging.level.jdk.internal.httpclient.debug=info", "--logging.level.com.sun.net.httpserver=off",
				"--logging.level.jdk.httpserver=off", "--voice.telemetry.export.shutdown-timeout=100ms",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.env.show-values=always",
				"--management.endpoint.configprops.show-values=always",
				"--management.endpoint.health.show-details=always", "--agent.key=" + REFERRED,
				"--spring.application.json={\"voice.telemetry.export.otlp.headers.x-other-token\":\"" + HEADER + "\"}",
				"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint() + "?key="
						+ URLEncoder.encode(QUERY, StandardCharsets.UTF_8),
				"--voice.telemetry.export.otlp.headers.authorization= Bearer " + HEADER + "\r\n",
				"--voice.telemetry.export.otlp.headers.x-api-key=${agent.key}");
	}

	private static List<String> endpoints(ConfigurableApplicationContext context) throws Exception {
		String base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator";
		List<String> shown = new ArrayList<>();
		JsonNode links = JsonMapper.shared().readTree(get(base)).get("_links");
		for (String name : links.propertyNames()) {
			// The memory holds what is in use, or it could not be sent.
			if (!name.startsWith("heapdump") && !links.get(name).get("templated").asBoolean()) {
				shown.add(get(links.get(name).get("href").asString()));
			}
		}
		shown.add(get(base + "/configprops/voice.telemetry"));
		for (String property : new String[] { "voice.telemetry.export.otlp.headers.authorization",
				"voice.telemetry.export.otlp.headers.x-api-key", "voice.telemetry.export.otlp.endpoint", "agent.key",
				"spring.application.json" }) {
			shown.add(get(base + "/env/" + property));
		}
		return shown;
	}

	private static String get(String uri) throws IOException, InterruptedException {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(uri).isEqualTo(200);
		return response.body();
	}

	private static void assertThatIsClean(String text) {
		for (String secret : new String[] { HEADER, REFERRED, QUERY }) {
			for (String form : new String[] { secret, secret.substring(0, 12),
					URLEncoder.encode(secret, StandardCharsets.UTF_8),
					Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)) }) {
				int at = text.indexOf(form);
				assertThat(at).as(() -> "%s in ...%s".formatted(form, text.substring(Math.max(0, at - 300), at)))
					.isNegative();
			}
		}
	}

}
