package io.voicetelemetry.recipe;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real application with a recipe in it, on Tomcat, and the backend that it sends its
 * spans to.
 */
final class RecipeApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OtlpReceiver backend = OtlpReceiver.start();

	private final ConfigurableApplicationContext context;

	RecipeApplication(Class<?>... sources) {
		SpringApplication application = new SpringApplication(sources);
		application.addPrimarySources(List.of(Empty.class));
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(
				Map.of("server.port", "0", "server.address", "127.0.0.1", "voice.telemetry.content.capture", "full",
						"voice.telemetry.session.flush-on-end", "true", "voice.telemetry.export.otlp.endpoint",
						this.backend.endpoint(), "voice.telemetry.export.otlp.metrics.enabled", "false"));
		this.context = application.run();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	VoiceTelemetry telemetry() {
		return bean(VoiceTelemetry.class);
	}

	URI socket(String path) {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		return URI.create("ws://127.0.0.1:" + port + path);
	}

	/**
	 * What arrived of a call.
	 */
	List<ReceivedSpan> call(String sessionId) {
		return this.backend.spans()
			.stream()
			.filter((span) -> sessionId.equals(span.attributes().get("session.id")))
			.toList();
	}

	/**
	 * Waits until a call has arrived as it has to be, and checks it by the rules for
	 * traces of calls.
	 */
	List<ReceivedSpan> assertCall(String sessionId, List<String> attributes, String tree) {
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(VoiceTraceTree.render(call(sessionId), attributes::contains)).isEqualTo(tree));
		assertThat(VoiceTraceChecker.violations(this.backend.spans())).isEmpty();
		return call(sessionId);
	}

	@Override
	public void close() {
		this.context.close();
		this.backend.close();
	}

	/**
	 * Everything that Boot configures by itself, and WebSockets.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSocket
	static class Empty {

	}

}
