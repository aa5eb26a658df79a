package io.voicetelemetry.sample.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inspector's page behind {@link InspectorSecurity}.
 */
@SpringBootTest(classes = InspectorSecurityTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "voice.telemetry.export.console.enabled=false")
class InspectorSecurityTests {

	private static final Path DOCUMENTATION = Path.of("..", "docs", "inspector.md");

	@Value("http://localhost:${local.server.port}")
	private String server;

	private final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@ValueSource(strings = { "/voice-telemetry", "/voice-telemetry/", "/voice-telemetry/main.js",
			"/voice-telemetry/api/sessions", "/voice-telemetry/api/session?key=0", "/voice-telemetry/api/changes",
			"/voice-telemetry/api/otlp?key=0" })
	void showsNothingToWhoMayNotSeeIt(String path) throws Exception {
		assertThat(get(path, null).statusCode()).isEqualTo(401);
		assertThat(get(path, "caller").statusCode()).isEqualTo(403);
		assertThat(get(path, "caller").body()).doesNotContain("\"sessions\"", "import ");
	}

	@Test
	void showsCallsToWhoMay() throws Exception {
		HttpResponse<String> page = get("/voice-telemetry/", "support");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().allValues("Content-Security-Policy")).singleElement()
			.asString()
			.contains("script-src 'self'");
		assertThat(page.headers().allValues("Cache-Control")).singleElement().asString().contains("no-store");
		assertThat(page.headers().allValues("X-Frame-Options")).containsExactly("SAMEORIGIN");
		assertThat(get("/voice-telemetry/api/sessions", "support").body()).contains("\"sessions\":[]");
	}

	@Test
	void areTheRulesOfTheDocumentation() throws IOException {
		List<String> source = Files.readAllLines(
				Path.of("src", "test", "java", "io", "voicetelemetry", "sample", "security", "InspectorSecurity.java"));
		String rules = source.stream()
			.dropWhile((line) -> !line.contains("@Bean"))
			.takeWhile((line) -> !line.equals("}"))
			.map((line) -> line.startsWith("\t") ? line.substring(1) : line)
			.collect(Collectors.joining("\n"))
			.replace("\t", "    ")
			.strip();
		assertThat(Files.readString(DOCUMENTATION)).contains(rules);
	}

	private HttpResponse<String> get(String path, @Nullable String user) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server + path));
		if (user != null) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString((user + ":word").getBytes(StandardCharsets.UTF_8)));
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(InspectorSecurity.class)
	static class Application {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("support").password("{noop}word").roles("SUPPORT").build(),
					User.withUsername("caller").password("{noop}word").roles("CALLER").build());
		}

	}

}
