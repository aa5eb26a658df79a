package io.voicetelemetry.otlp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What responses mean.
 */
class HttpAnswerTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	@Test
	void takesAnEmptyAnswerForSuccess() {
		assertThat(read(200, Map.of(), "")).isEqualTo(OtlpAnswer.Accepted.ALL);
		assertThat(read(204, Map.of("content-type", "text/html"), "")).isEqualTo(OtlpAnswer.Accepted.ALL);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/json                | {}
			application/json; charset=utf-8 | {"partialSuccess":{}}
			application/problem+json        | {"ok":true}
			''                              | {}
			""")
	void takesJsonForSuccess(String type, String body) {
		assertThat(read(200, Map.of("content-type", type), body)).isEqualTo(OtlpAnswer.Accepted.ALL);
	}

	@Test
	void readsPartialSuccessInProtobuf() {
		byte[] body = ExportTraceServiceResponse.newBuilder()
			.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
				.setRejectedSpans(2)
				.setErrorMessage("too old\r\nforged line"))
			.build()
			.toByteArray();
		assertThat(HttpAnswer.read(200, (name) -> name.equals("content-type") ? "application/x-protobuf" : null, body,
				NOW))
			.isEqualTo(new OtlpAnswer.Accepted(2, "too old forged line"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"too old\"}}",
			"{\"partial_success\": {\"rejected_spans\": 2, \"error_message\": \"too old\"}}" })
	void readsPartialSuccessInJson(String body) {
		assertThat(read(206, Map.of("content-type", "application/json"), body))
			.isEqualTo(new OtlpAnswer.Accepted(2, "too old"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text/html                | <html><body>Sign in</body></html>
			text/html                | {}
			application/json         | <html></html>
			application/json         | "OK"
			text/plain               | OK
			application/x-protobuf   | Welcome!
			''                       | <!DOCTYPE html>
			""")
	void takesNothingElseForSuccess(String type, String body) {
		assertThat(read(200, Map.of("content-type", type), body)).isInstanceOfSatisfying(OtlpAnswer.Refused.class,
				(refused) -> assertThat(refused.problem()).startsWith("answered 200 with ").doesNotContain("Sign in"));
	}

	@Test
	void tellsTheHostOfARedirectAlone() {
		assertThat(read(302, Map.of("location", "https://login.example.com/start?token=abc"), ""))
			.isEqualTo(new OtlpAnswer.Refused("answered 302, a redirect to login.example.com, which is not followed"));
		assertThat(read(307, Map.of("location", "::\r\n"), ""))
			.isEqualTo(new OtlpAnswer.Refused("answered 307, a redirect, which is not followed"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404, 405, 407, 410, 451, 418, 501 })
	void isRefusedUntilSomebodyMendsIt(int status) {
		assertThat(read(status, Map.of(), "")).isInstanceOf(OtlpAnswer.Refused.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 425, 429, 500, 502, 503, 504, 520 })
	void triesAgain(int status) {
		assertThat(read(status, Map.of(), "")).isEqualTo(new OtlpAnswer.TryLater("answered " + status, null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			3                             | PT3S
			' 120 '                       | PT2M
			0                             | PT0S
			Sat, 21 Nov 2026 12:00:05 GMT | PT5S
			Sat, 21 Nov 2026 11:00:00 GMT | PT0S
			""")
	void waitsAsLongAsItIsAskedTo(String retryAfter, Duration expected) {
		assertThat(read(503, Map.of("retry-after", retryAfter), ""))
			.isEqualTo(new OtlpAnswer.TryLater("answered 503", expected));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "soon", "1.5", "99999999999999999999", "" })
	void ignoresAWaitThatIsNone(String retryAfter) {
		assertThat(read(429, Map.of("retry-after", retryAfter), ""))
			.isEqualTo(new OtlpAnswer.TryLater("answered 429", null));
	}

	@Test
	void comparesADateWithTheBackendsClock() {
		assertThat(read(503,
				Map.of("retry-after", "Sat, 21 Nov 2026 15:00:05 GMT", "date", "Sat, 21 Nov 2026 15:00:00 GMT"), ""))
			.isEqualTo(new OtlpAnswer.TryLater("answered 503", Duration.ofSeconds(5)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http: request body too large", "grpc: received message larger than max (5 vs. 4)",
			"Request exceeds the maximum size of 20971520 bytes", "{\"error\":\"Payload too large\"}",
			"body size limit" })
	void seesThatA400MeansTooLarge(String body) {
		assertThat(read(400, Map.of(), body)).isInstanceOf(OtlpAnswer.TooLarge.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ingestion rate limit (10) exceeded while adding 10 bytes for user x",
			"You have exceeded the request limit", "quota exceeded: maximum size", "exceeded 100 bytes per second" })
	void seesThatTooManyIsNotTooLarge(String body) {
		assertThat(HttpAnswer.saysTooLarge(body)).isFalse();
	}

	@Test
	void readsNoMoreOfAnErrorThanItNeeds() {
		assertThat(HttpAnswer.saysTooLarge("max".repeat(1_000_000))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":\"unauthorized\"}", "{\"errors\":[{\"message\":\"sign in\"}]}",
			"{\"success\": false}" })
	void takesJsonThatTellsOfAnErrorForNoSuccess(String body) {
		assertThat(read(200, Map.of("content-type", "application/json"), body))
			.isEqualTo(new OtlpAnswer.Refused("answered 200 with JSON that tells of an error"));
	}

	@Test
	void tellsAFaultyRequestFromOneThatIsTooLarge() {
		assertThat(read(413, Map.of(), "")).isInstanceOf(OtlpAnswer.TooLarge.class);
		assertThat(read(400, Map.of(), "invalid trace id")).isEqualTo(new OtlpAnswer.Invalid("answered 400"));
	}

	private static OtlpAnswer read(int status, Map<String, String> headers, String body) {
		return HttpAnswer.read(status, headers::get, body.getBytes(StandardCharsets.UTF_8), NOW);
	}

}
