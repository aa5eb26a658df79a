package io.voicetelemetry.sample.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of an Arize Phoenix.
 */
final class PhoenixPage {

	private final URI phoenix;

	private final String authorization;

	PhoenixPage(URI phoenix, String key) {
		this.phoenix = phoenix;
		this.authorization = "Bearer " + key;
	}

	/**
	 * Waits until a project has so many spans: Phoenix stores them after it has taken
	 * them.
	 */
	void awaitSpans(String project, long count) {
		HttpRequest request = HttpRequest
			.newBuilder(this.phoenix.resolve("/v1/projects/" + project + "/spans?limit=1000"))
			.header("Authorization", this.authorization)
			.build();
		HttpClient client = HttpClient.newHttpClient();
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
			assertThat(JsonMapper.shared().readTree(answer.body()).path("data").size()).isEqualTo((int) count);
		});
	}

	/**
	 * Opens a trace, as somebody who has the key.
	 */
	void openTrace(Browser browser, String trace) {
		browser.driver().executeCdpCommand("Network.enable", Map.of());
		browser.driver()
			.executeCdpCommand("Network.setExtraHTTPHeaders",
					Map.of("headers", Map.of("Authorization", this.authorization)));
		browser.open(this.phoenix.resolve("/redirects/traces/" + trace));
		Browser.await(() -> assertThat(browser.text("body")).contains("agent_turn", "get well soon"));
		// what is there by now is still sliding in
		Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
	}

}
