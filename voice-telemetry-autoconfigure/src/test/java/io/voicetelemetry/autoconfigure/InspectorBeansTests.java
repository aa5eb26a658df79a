package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.api.common.Attributes;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.inspector.Inspector;
import io.voicetelemetry.inspector.InspectorLimits;
import io.voicetelemetry.inspector.InspectorPages;
import io.voicetelemetry.inspector.VoiceSessionsEndpoint;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the inspector is made of: the actuator endpoint, beans of the application in place
 * of ours, and no web at all.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class InspectorBeansTests {

	private static final String SHOWS_NO_CALLS = "The inspector shows no calls";

	private ConfigurableApplicationContext application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theEndpointShowsCallsWithoutWhatWasSaid(WebApplicationType type) throws Exception {
		start(type, "--management.endpoints.web.exposure.include=voicesessions",
				"--voice.telemetry.content.capture=full");
		String key = call();
		assertThat(get("").body()).contains("\"id\":\"call-1\"", "\"content\":false", "\"errors\":0");
		assertThat(get("/" + key).body()).contains("\"agent_turn\"", "\"content\":false", "\"failed\":[]")
			.doesNotContain("From eight to six");
		assertThat(get("/other").statusCode()).isEqualTo(404);
	}

	@Test
	void theEndpointShowsWhatWasSaidIfItMay() throws Exception {
		start(WebApplicationType.SERVLET, "--management.endpoints.web.exposure.include=voicesessions",
				"--voice.telemetry.content.capture=full", "--voice.telemetry.inspector.show-content=true");
		String key = call();
		assertThat(get("").body()).contains("\"content\":true").doesNotContain("From eight to six");
		assertThat(get("/" + key).body()).contains("\"content\":true", "From eight to six");
	}

	@Test
	void needsNoWeb(CapturedOutput output) {
		start(WebApplicationType.NONE);
		call();
		assertThat(rows()).extracting((row) -> row.get("id")).containsExactly("call-1");
		assertThat(this.application.getBeansOfType(VoiceSessionsEndpoint.class)).as("it is not exposed").isEmpty();
		assertThat(output).doesNotContain(SHOWS_NO_CALLS);
	}

	@Test
	void theApplicationsOwnBeansAreTaken(CapturedOutput output) throws Exception {
		start(WebApplicationType.SERVLET, OwnBeans.class, "--management.endpoints.web.exposure.include=voicesessions",
				"--voice.telemetry.content.capture=full");
		call();
		String key = call();
		assertThat(this.application.getBean(Inspector.class)).isSameAs(this.application.getBean("ownInspector"));
		assertThat(rows()).as("its limit is another").hasSize(1);
		assertThat(this.application.getBean(VoiceSessionsEndpoint.class))
			.isSameAs(this.application.getBean("ownEndpoint"));
		assertThat(get("/" + key).body()).contains("From eight to six");
		assertThat(output).doesNotContain(SHOWS_NO_CALLS);
	}

	@Test
	void aSpanProcessorWithoutTheInspectorIsReported(CapturedOutput output) {
		start(WebApplicationType.NONE, OwnProcessor.class);
		call();
		assertThat(rows()).isEmpty();
		assertThat(output).containsOnlyOnce(SHOWS_NO_CALLS);
	}

	@Test
	void aSpanProcessorMayHaveTheInspector(CapturedOutput output) {
		start(WebApplicationType.NONE, OwnProcessorWithInspector.class);
		call();
		assertThat(rows()).hasSize(1);
		assertThat(output).doesNotContain(SHOWS_NO_CALLS);
	}

	private void start(WebApplicationType type, String... arguments) {
		start(type, TestApplication.Empty.class, arguments);
	}

	private void start(WebApplicationType type, Class<?> source, String... arguments) {
		this.application = TestApplication.of(type, source)
			.run(Stream.concat(Stream.of("--voice.telemetry.inspector.enabled=true"), Stream.of(arguments))
				.toArray(String[]::new));
	}

	private String call() {
		VoiceSession session = this.application.getBean(VoiceTelemetry.class).session().id("call-1").start();
		session.startAgentTurn().spoken("From eight to six.").end();
		session.end();
		return session.spanContext().getSpanId();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> rows() {
		assertThat(this.application.getBeansOfType(InspectorPages.class)).hasSize(1);
		return (List<Map<String, Object>>) this.application.getBean(Inspector.class).sessions().list().get("sessions");
	}

	private HttpResponse<String> get(String path) throws Exception {
		URI uri = URI
			.create("http://127.0.0.1:" + TestApplication.portOf(this.application) + "/actuator/voicesessions" + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		Inspector ownInspector() {
			return new Inspector(new InspectorLimits(1, 1_000_000),
					() -> ContentPolicy.of(ContentCapture.FULL, ContentPolicy.DEFAULT_MAX_LENGTH));
		}

		@Bean
		VoiceSessionsEndpoint ownEndpoint(Inspector inspector) {
			return new VoiceSessionsEndpoint(inspector.sessions());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@Bean
		VoiceSpanProcessor ownProcessor() {
			return new VoiceSpanProcessor(List.of(), Attributes.empty(), Duration.ofSeconds(1));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessorWithInspector {

		@Bean
		VoiceSpanProcessor ownProcessor(Inspector inspector) {
			return new VoiceSpanProcessor(List.of(inspector), Attributes.empty(), Duration.ofSeconds(1));
		}

	}

}
