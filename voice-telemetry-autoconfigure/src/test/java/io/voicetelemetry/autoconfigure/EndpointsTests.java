package io.voicetelemetry.autoconfigure;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Endpoints that can be sent to, and what would be sent there for all to read.
 */
class EndpointsTests {

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:4318/v1/traces", "https://[2001:db8::1]:4318/v1/traces",
			"HTTPS://example.com/v1/traces", "https://example.com/a%20b", "https://example.com/v1/traces?a=b" })
	void areUrls(String endpoint) {
		assertThatNoException().isThrownBy(() -> Endpoints.check(endpoint, "property", true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "authorization", "Authorization", "x-api-key", "API_KEY", "x-auth",
			"X-Honeycomb-Team-Token", "client-secret", "cookie", "x-password" })
	void sendCredentialsInTheClearOverHttp(String header) {
		assertThat(Endpoints.credentialInTheClear("http://backend.example:4318/v1/traces", Set.of("x-tenant", header)))
			.isEqualTo("the header '" + header + "'");
	}

	@ParameterizedTest
	@CsvSource({ "http://10.0.0.1/v1/traces?api_key=x", "HTTP://[2001:db8::1]/v1/traces?a=b&token=x",
			"http://127.0.0.1.example.com/v1/traces?token=x", "http://localhost.example.com/v1/traces?token=x" })
	void sendWhatTheQueryHoldsInTheClearOverHttp(String endpoint) {
		assertThat(Endpoints.credentialInTheClear(endpoint, Set.of())).isEqualTo("what the query of the URL holds");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://backend.example/v1/traces?token=x", "http://localhost:4318/v1/traces?token=x",
			"http://LOCALHOST/v1/traces?token=x", "http://127.0.0.1/v1/traces?token=x",
			"http://127.1.2.3/v1/traces?token=x", "http://[::1]:4318/v1/traces?token=x",
			"http://collector.localhost/v1/traces?token=x" })
	void sendNothingInTheClearOverHttpsOrToThisHost(String endpoint) {
		assertThat(Endpoints.credentialInTheClear(endpoint, Set.of("authorization"))).isNull();
	}

	@Test
	void sendNothingInTheClearThatIsNoCredential() {
		assertThat(Endpoints.credentialInTheClear("http://backend.example/v1/traces?tenant=x", Set.of("x-tenant")))
			.isNull();
	}

	@Test
	void headersAreNotPrinted() {
		Map<String, String> headers = Headers.checked(Map.of("X-Api-Key", " s3cr3t\n"), "property");
		assertThat(headers).hasToString("[X-Api-Key]").containsEntry("X-Api-Key", "s3cr3t").hasSize(1);
		assertThat(headers.get("x-api-key")).isEqualTo("s3cr3t");
	}

	@Test
	void mayHaveLongTickets() {
		String ticket = "Negotiate " + "x".repeat(12_000);
		assertThat(Headers.checked(Map.of("authorization", ticket), "property")).containsValue(ticket);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			voice.telemetry.export.otlp.headers.authorization | true
			VOICE_TELEMETRY_EXPORT_OTLP_HEADERS_X_API_KEY      | true
			voice.telemetry.export.otlp.headers                | true
			voice.telemetry.export.langfuse.secret-key         | true
			voice.telemetry.export.superlog.apiKey             | true
			voice.telemetry.export.catalyst.token              | true
			VOICE_TELEMETRY_EXPORT_OPENOBSERVE_PASSWORD        | true
			OTEL_EXPORTER_OTLP_HEADERS                         | true
			otel.exporter.otlp.traces.headers                  | true
			voice.telemetry.export.otlp.timeout                | false
			voice.telemetry.export.otlp.endpoint               | false
			voice.telemetry.attributes.key                     | false
			OTEL_EXPORTER_OTLP_ENDPOINT                        | false
			spring.application.name                            | false
			""")
	void secretsAreToldByTheirNames(String name, boolean secret) {
		assertThat(Secrets.isSecret(name)).isEqualTo(secret);
	}

	@ParameterizedTest
	@CsvSource({ "https://h/v1/traces, https://h/v1/traces", "https://h/v1/traces?k=v, https://h/v1/traces?******",
			"https://u:p@h/v1?k, https://******@h/v1?******", "not a url?secret, not a url?******" })
	void urlsAreShownWithoutSecrets(String url, String shown) {
		assertThat(Secrets.maskedUrl(url)).isEqualTo(shown);
	}

}
