package io.voicetelemetry.integration.actuator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.voicetelemetry.integration.Surrounding;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application tells of its telemetry over HTTP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoiceTelemetryEndpointTests {

	private final WatchedApplication application = new WatchedApplication(Surrounding.MVC, WatchedApplication.EXPOSED,
			"management.info.voice-telemetry.enabled=true", "management.endpoint.health.show-details=always")
		.playCalls();

	@AfterAll
	void close() {
		this.application.close();
	}

	@Test
	void tellsOfCalls() throws Exception {
		JsonNode told = this.application.json("voicetelemetry");
		assertThat(told.get("recording").asBoolean()).isTrue();
		assertThat(told.get("content").asString()).isEqualTo("recorded");
		assertThat(told.at("/sessions/open").asInt()).isOne();
		assertThat(told.at("/sessions/oldestSeconds").asDouble()).isBetween(60.0, 3600.0);
		assertThat(told.at("/refusals/late").asInt()).isOne();
	}

	@Test
	void tellsWhatBecameOfSpans() throws Exception {
		JsonNode export = this.application.json("voicetelemetry").get("export");
		JsonNode good = export.at("/backends/otlp");
		assertThat(good.get("destination").asString()).isEqualTo("otlp at " + this.application.good().endpoint());
		assertThat(good.get("accepted").asInt()).isEqualTo(5).isEqualTo(good.get("delivered").asInt());
		assertThat(good.has("problem")).isFalse();
		JsonNode bad = export.at("/backends/langfuse");
		assertThat(bad.get("accepted").asInt()).isEqualTo(5).isEqualTo(bad.get("queued").asInt());
		assertThat(bad.get("problem").asString()).isEqualTo("answered 401: authentication is refused");
		assertThat(export.at("/notSent/catalyst").asString())
			.isEqualTo("voice.telemetry.export.catalyst.enabled is false");
		assertThat(export.get("obstacles").values()).isEmpty();
	}

	@Test
	void tellsWhatIsIntercepted() throws Exception {
		JsonNode interception = this.application.json("voicetelemetry").get("interception");
		assertThat(interception.propertyNames()).containsExactly("annotations", "langchain4j", "spring-ai");
		assertThat(interception.at("/annotations/intercepted").toString())
			.isEqualTo("[\"WatchedApplication.ClinicAgent.reply\"]");
		assertThat(interception.at("/annotations/notIntercepted").toString())
			.isEqualTo("[\"WatchedApplication.SealedAgent.book (the class is final)\"]");
		assertThat(interception.at("/langchain4j/intercepted").toString()).isEqualTo("[\"model\"]");
		assertThat(interception.at("/spring-ai/intercepted").toString()).isEqualTo("[\"ChatModel (springModel)\"]");
	}

	@Test
	void healthAndInfoTellTheirPart() throws Exception {
		JsonNode health = this.application.json("health").at("/components/voiceTelemetry");
		assertThat(health.get("status").asString()).isEqualTo("UP");
		assertThat(health.at("/details/langfuse/problem").asString()).contains("401");
		JsonNode info = this.application.json("info").get("voice-telemetry");
		assertThat(info.get("version").asString()).isEqualTo("development");
		assertThat(info.get("content").asString()).isEqualTo("recorded");
		assertThat(info.get("backends").values()).extracting(JsonNode::asString)
			.containsExactlyInAnyOrder("otlp", "langfuse");
	}

	@Test
	void noneTellsASecretOrWhatWasSaidOrWhoCalled() throws Exception {
		assertThat(this.application.good().spans().toString()).contains(WatchedApplication.MARK);
		for (String endpoint : List.of("voicetelemetry", "health", "info")) {
			assertThat(this.application.get(endpoint).body()).contains("langfuse")
				.doesNotContain(WatchedApplication.SECRET, WatchedApplication.MARK);
		}
	}

	@Test
	void isAsDocumented() throws Exception {
		String page = Files.readString(Path.of("..", "docs", "actuator.md"));
		for (String endpoint : List.of("voicetelemetry", "info")) {
			int start = page.indexOf("```json", page.indexOf("## Endpoint `" + endpoint + "`")) + "```json".length();
			JsonNode example = JsonMapper.shared().readTree(page.substring(start, page.indexOf("```", start)));
			JsonNode told = this.application.json(endpoint);
			assertThat(paths(told)).as(endpoint).isNotEmpty().isEqualTo(paths(example));
		}
	}

	/**
	 * What there is in objects, at any depth.
	 */
	private static List<String> paths(JsonNode node) {
		List<String> paths = new ArrayList<>();
		node.properties().forEach((entry) -> {
			paths.add(entry.getKey());
			paths(entry.getValue()).forEach((path) -> paths.add(entry.getKey() + "." + path));
		});
		return paths;
	}

}
