package io.voicetelemetry.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OpenAiEndpointTests {

	private final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void stop() {
		this.endpoint.close();
	}

	@Test
	void answersWholeWithoutAStream() throws Exception {
		this.endpoint.answer(EndpointAnswer.text("Good ", "morning").usage(3, 2));

		HttpResponse<String> response = this.client.send(request("{\"messages\":[]}"),
				HttpResponse.BodyHandlers.ofString());

		assertThat(response.body()).contains("\"content\":\"Good morning\"", "\"prompt_tokens\":3", "\"stop\"");
		assertThat(this.endpoint.request(0).path()).isEqualTo("/v1/chat/completions");
		assertThat(this.endpoint.request(0).isHungUp()).isFalse();
	}

	@Test
	void streamsInPiecesAndTellsUsageIfItIsAskedFor() throws Exception {
		this.endpoint.answer(EndpointAnswer.text("Good ", "morning").usage(3, 2).after(Duration.ofMillis(30)));

		List<String> lines = lines("{\"stream\":true,\"stream_options\":{\"include_usage\":true}}", 100);

		assertThat(lines).filteredOn((line) -> line.contains("\"content\"")).hasSize(2);
		assertThat(lines).filteredOn((line) -> line.contains("\"usage\"")).hasSize(1);
		assertThat(lines).endsWith("data: [DONE]");
		assertThat(this.endpoint.request(0).sentAt()).hasSize(3);
		assertThat(this.endpoint.request(0).secondsToFirstPiece()).isGreaterThanOrEqualTo(0.03);
	}

	@Test
	void noticesThatAClientHangsUp() throws Exception {
		this.endpoint.answer(EndpointAnswer.text("one", "two").endless());

		lines("{\"stream\":true}", 2);

		await().atMost(Duration.ofSeconds(30)).until(() -> this.endpoint.request(0).isHungUp());
	}

	@Test
	void hasNoAnswerThatItWasNotGiven() throws Exception {
		assertThat(this.client.send(request("{}"), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(500);
	}

	private List<String> lines(String body, int most) throws IOException, InterruptedException {
		List<String> lines = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				this.client.send(request(body), HttpResponse.BodyHandlers.ofInputStream()).body()))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (!line.isEmpty()) {
					lines.add(line);
				}
				if (lines.size() >= most) {
					break;
				}
			}
		}
		return lines;
	}

	private HttpRequest request(String body) {
		return HttpRequest.newBuilder(URI.create(this.endpoint.baseUrl() + "/chat/completions"))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
	}

}
