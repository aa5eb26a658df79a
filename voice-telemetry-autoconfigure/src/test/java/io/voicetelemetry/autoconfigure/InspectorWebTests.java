package io.voicetelemetry.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.voicetelemetry.inspector.Inspector;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The inspector's page over HTTP, from Tomcat and from Netty.
 */
@Timeout(300)
class InspectorWebTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void servesThePageAndWhatBelongsToIt(WebApplicationType type) throws Exception {
		start(type);
		HttpResponse<String> moved = get("/voice-telemetry");
		assertThat(moved.statusCode()).isEqualTo(302);
		assertThat(moved.headers().firstValue("Location")).hasValue("voice-telemetry/");
		HttpResponse<String> page = get("/voice-telemetry/");
		assertThat(page.body()).startsWith("<!DOCTYPE html>")
			.doesNotContain("<script>", "style=", "http://", "https://");
		assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
		assertGuarded(page);
		HttpResponse<String> script = get("/voice-telemetry/main.js");
		assertThat(script.headers().firstValue("Content-Type"))
			.hasValueSatisfying((contentType) -> assertThat(contentType).startsWith("text/javascript"));
		assertGuarded(script);
		assertThat(get("/voice-telemetry/inspector.css").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tellsOfCalls(WebApplicationType type) throws Exception {
		start(type);
		VoiceSession session = this.application.getBean(VoiceTelemetry.class).session().id("call-1").start();
		HttpResponse<String> list = get("/voice-telemetry/api/sessions");
		assertThat(list.body()).contains("\"id\":\"call-1\"", "\"live\":true");
		assertGuarded(list);
		String key = session.spanContext().getSpanId();
		session.startAgentTurn().end();
		session.end("hangup");
		assertThat(get("/voice-telemetry/api/session?key=" + key + "&since=0").body()).contains("\"ended\":2",
				"\"reason\":\"hangup\"");
		assertThat(get("/voice-telemetry/api/session?key=" + key + "&since=2").body()).contains("\"spans\":[]");
		assertThat(get("/voice-telemetry/api/session?key=" + key + "&since=x").body()).contains("\"since\":0");
		HttpResponse<String> download = get("/voice-telemetry/api/otlp?key=" + key);
		assertThat(download.body()).startsWith("{\"resourceSpans\"");
		assertThat(download.headers().firstValue("Content-Disposition"))
			.hasValue("attachment; filename=\"session-" + key + ".json\"");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void givesNothingElseAway(WebApplicationType type) throws Exception {
		start(type);
		for (String path : List.of("application.properties", "../application.properties", "%2e%2e/Inspector.class",
				"..%2fInspector.class", "api/session", "api/session?key=", "api/session?key=%0d%0aX:1",
				"api/otlp?key=x", "api/", "index.html/", "//main.js", "a%00b")) {
			HttpResponse<String> answer = get("/voice-telemetry/" + path);
			assertThat(answer.statusCode()).as(path).isIn(400, 404);
			assertThat(answer.body()).as(path).doesNotContain("import ", "cafebabe");
		}
		HttpRequest post = HttpRequest.newBuilder(uri("/voice-telemetry/api/sessions"))
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		assertThat(this.client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isIn(404, 405);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tellsWhatChangesUntilTheApplicationEnds(WebApplicationType type) throws Exception {
		start(type, "--server.shutdown=graceful", "--spring.lifecycle.timeout-per-shutdown-phase=1h");
		HttpResponse<InputStream> changes = watch();
		assertThat(changes.headers().firstValue("Content-Type"))
			.hasValueSatisfying((contentType) -> assertThat(contentType).startsWith("text/event-stream"));
		VoiceSession session = this.application.getBean(VoiceTelemetry.class).session().id("call-1").start();
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(changes.body(), StandardCharsets.UTF_8))) {
			await(lines, "\"all\":true");
			await(lines, "\"live\":true");
			session.end("hangup");
			await(lines, "\"reason\":\"hangup\"");
			this.application.close();
			this.application = null;
			// Who watches is told that it is over, and not waited for.
			while (lines.readLine() != null) {
				continue;
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void tellsSoManyAndNoMore(WebApplicationType type) throws Exception {
		start(type);
		List<InputStream> watched = new ArrayList<>();
		for (int i = 0; i < 32; i++) {
			HttpResponse<InputStream> changes = watch();
			assertThat(changes.statusCode()).isEqualTo(200);
			// What comes first says that it is heard.
			assertThat(changes.body().read()).isPositive();
			watched.add(changes.body());
		}
		assertThat(watch().statusCode()).isEqualTo(503);
		watched.remove(0).close();
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			this.application.getBean(VoiceTelemetry.class).session().start().end();
			HttpResponse<InputStream> changes = watch();
			watched.add(changes.body());
			assertThat(changes.statusCode()).isEqualTo(200);
		});
		for (InputStream each : watched) {
			each.close();
		}
	}

	private HttpResponse<InputStream> watch() throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri("/voice-telemetry/api/changes")).build(),
				HttpResponse.BodyHandlers.ofInputStream());
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isWhereItIsPut(WebApplicationType type) throws Exception {
		String base = (type == WebApplicationType.SERVLET) ? "--server.servlet.context-path=/app"
				: "--spring.webflux.base-path=/app";
		start(type, base, "--voice.telemetry.inspector.path=/ops/calls");
		assertThat(get("/app/ops/calls").headers().firstValue("Location")).hasValue("calls/");
		assertThat(get("/app/ops/calls/").statusCode()).isEqualTo(200);
		assertThat(get("/app/ops/calls/api/sessions").body()).contains("\"sessions\":[]");
		assertThat(get("/app/voice-telemetry/").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isNotThereUnlessItIsSwitchedOn(WebApplicationType type) throws Exception {
		this.application = TestApplication.of(type).run();
		assertThat(get("/voice-telemetry/").statusCode()).isEqualTo(404);
		assertThat(this.application.getBeansOfType(Inspector.class)).isEmpty();
		assertThat(this.application.getBeanDefinitionNames()).noneMatch((name) -> name.contains("nspector"));
		// Those of earlier applications end by themselves.
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("voice-telemetry-inspector"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "voice.telemetry.enabled=false", "management.tracing.export.enabled=false" })
	void holdsWithTheStarterSwitchedOff(String property) throws Exception {
		start(WebApplicationType.SERVLET, "--" + property);
		this.application.getBean(VoiceTelemetry.class).session().id("call-1").start().end();
		if (property.startsWith("voice")) {
			assertThat(get("/voice-telemetry/").statusCode()).isEqualTo(404);
		}
		else {
			// It is part of the application: nothing is exported.
			assertThat(get("/voice-telemetry/api/sessions").body()).contains("\"id\":\"call-1\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "path=voice", "path=/", "path=/a/", "path=/a b", "path=/{x}", "path=/a/**",
			"max-sessions=0", "max-bytes=1KB" })
	void doesNotStartWithWhatCannotBe(String property) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> start(WebApplicationType.SERVLET, "--voice.telemetry.inspector." + property))
			.havingRootCause()
			.withMessageContaining("voice.telemetry.inspector." + property.substring(0, property.indexOf('=')));
	}

	private void start(WebApplicationType type, String... arguments) {
		String[] all = Stream.concat(Stream.of("--voice.telemetry.inspector.enabled=true"), Stream.of(arguments))
			.toArray(String[]::new);
		this.application = TestApplication.of(type).run(all);
	}

	private static void await(BufferedReader lines, String words) throws IOException {
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (line.contains(words)) {
				return;
			}
		}
		throw new AssertionError("It ended without " + words);
	}

	private static void assertGuarded(HttpResponse<?> answer) {
		assertThat(answer.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy)
				.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'self'")
				.doesNotContain("unsafe", "*"));
		assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + TestApplication.portOf(this.application) + path);
	}

}
