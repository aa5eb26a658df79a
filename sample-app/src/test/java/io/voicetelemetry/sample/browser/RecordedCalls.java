package io.voicetelemetry.sample.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The calls of an application, as its inspector lists them.
 */
record RecordedCalls(URI application) {

	/**
	 * The call that began last; nothing is known of it while there is none.
	 */
	JsonNode latest() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.application.resolve("voice-telemetry/api/sessions")).build();
		HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		return JsonMapper.shared().readTree(answer.body()).path("sessions").path(0);
	}

}
