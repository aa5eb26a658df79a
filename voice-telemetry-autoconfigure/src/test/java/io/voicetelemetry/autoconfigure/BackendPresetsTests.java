package io.voicetelemetry.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.dialect.SpanDialect;
import io.voicetelemetry.export.SpanSelection;
import io.voicetelemetry.export.VoiceBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link BackendPresets}, as the facts about the products have it.
 */
class BackendPresetsTests {

	private static final String TOKEN = base64("me@clinic.example:pass");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					otlp        | endpoint=http://h:4318/v1/traces | http://h:4318/v1/traces
					langfuse    | base-url=https://cloud.langfuse.com public-key=pk-lf-1 secret-key=sk-lf-2 | https://cloud.langfuse.com/api/public/otel/v1/traces
					langfuse    | base-url=http://h:3000/lf/ public-key=pk-lf-1 secret-key=sk-lf-2 | http://h:3000/lf/api/public/otel/v1/traces
					langfuse    | endpoint=http://h/x public-key=pk-lf-1 secret-key=sk-lf-2 | http://h/x
					openobserve | base-url=https://api.openobserve.ai organization=org_1 username=me password=p | https://api.openobserve.ai/api/org_1/v1/traces
					openobserve | base-url=http://h:5081 organization=org_1 username=me password=p protocol=grpc | http://h:5081
					openobserve | endpoint=http://h/api/o/v1/traces username=me password=p | http://h/api/o/v1/traces
					catalyst    | token=t | https://telemetry.inference.net/v1/traces
					superlog    | api-key=sl_public_1 | https://intake.superlog.sh/v1/traces
					phoenix     | endpoint=http://h:6006/v1/traces | http://h:6006/v1/traces
					phoenix     | endpoint=http://h:4317 protocol=grpc | http://h:4317
					arize       | space-id=s api-key=k project=p | https://otlp.arize.com/v1/traces
					arize       | space-id=s api-key=k project=p protocol=grpc | https://otlp.arize.com
					langsmith   | api-key=k | https://api.smith.langchain.com/otel/v1/traces
					opik        | api-key=k | https://www.comet.com/opik/api/v1/private/otel/v1/traces
					opik        | endpoint=http://h:5173/api/v1/private/otel/v1/traces | http://h:5173/api/v1/private/otel/v1/traces
					braintrust  | api-key=k project=p | https://api.braintrust.dev/otel/v1/traces
					braintrust  | api-key=k endpoint=https://api-eu.braintrust.dev/otel/v1/traces parent=project_id:1 | https://api-eu.braintrust.dev/otel/v1/traces
					""")
	void endpoint(String name, String properties, String endpoint) {
		VoiceBackend backend = backend(name, properties);
		assertThat(backend.name()).isEqualTo(name);
		assertThat(backend.endpoint()).hasToString(endpoint);
	}

	@Test
	void headersOfLangfuse() {
		assertThat(backend("langfuse", "base-url=http://h public-key=pk-lf-1 secret-key=sk-lf-2").headers()).isEqualTo(
				Map.of("authorization", "Basic " + base64("pk-lf-1:sk-lf-2"), "x-langfuse-ingestion-version", "4"));
	}

	@Test
	void headersOfOpenObserve() {
		String place = "base-url=http://h organization=o ";
		assertThat(backend("openobserve", place + "username=me@clinic.example password=pass").headers())
			.isEqualTo(Map.of("authorization", "Basic " + TOKEN));
		assertThat(backend("openobserve", place + "stream=calls token=" + TOKEN).headers())
			.isEqualTo(Map.of("authorization", "Basic " + TOKEN, "stream-name", "calls"));
		assertThat(backend("openobserve", place + "protocol=grpc token=" + TOKEN).headers())
			.isEqualTo(Map.of("authorization", "Basic " + TOKEN, "organization", "o"));
	}

	@Test
	void headersOfTheOthers() {
		assertThat(backend("otlp", "endpoint=http://h/x").headers()).isEmpty();
		assertThat(backend("catalyst", "token=t").headers()).isEqualTo(Map.of("authorization", "Bearer t"));
		assertThat(backend("superlog", "api-key=k").headers()).isEqualTo(Map.of("x-api-key", "k"));
		assertThat(backend("phoenix", "endpoint=http://h/x").headers()).isEmpty();
		assertThat(backend("phoenix", "endpoint=http://h/x api-key=k project=p").headers())
			.isEqualTo(Map.of("authorization", "Bearer k", "x-project-name", "p"));
		assertThat(backend("arize", "space-id=s api-key=k project=p").headers())
			.isEqualTo(Map.of("arize-space-id", "s", "arize-api-key", "k"));
		assertThat(backend("langsmith", "api-key=k project=p").headers())
			.isEqualTo(Map.of("x-api-key", "k", "Langsmith-Project", "p"));
		assertThat(backend("opik", "api-key=k workspace=w project=p").headers())
			.isEqualTo(Map.of("authorization", "k", "Comet-Workspace", "w", "projectName", "p"));
		assertThat(backend("braintrust", "api-key=k project=p").headers())
			.isEqualTo(Map.of("authorization", "Bearer k", "x-bt-parent", "project_name:p"));
		assertThat(backend("braintrust", "api-key=k parent=experiment_id:7").headers())
			.isEqualTo(Map.of("authorization", "Bearer k", "x-bt-parent", "experiment_id:7"));
	}

	@Test
	void resourceAttributes() {
		assertThat(backend("phoenix", "endpoint=http://h/x project=p").resource())
			.isEqualTo(Map.of("openinference.project.name", "p"));
		assertThat(backend("arize", "space-id=s api-key=k project=p").resource())
			.isEqualTo(Map.of("openinference.project.name", "p"));
		assertThat(backend("arize", "space-id=s api-key=k resource.openinference.project.name=p").resource())
			.isEqualTo(Map.of("openinference.project.name", "p"));
		assertThat(backend("langfuse",
				"base-url=http://h public-key=pk-lf-1 secret-key=sk-lf-2 environment=prod-eu release=1.2")
			.resource()).isEqualTo(Map.of("langfuse.environment", "prod-eu", "langfuse.release", "1.2"));
		assertThat(backend("catalyst", "token=t resource.service.name=line resource.team=voice").resource())
			.isEqualTo(Map.of("service.name", "line", "team", "voice"));
		assertThat(backend("superlog", "api-key=k").resource()).isEqualTo(
				Map.of("vcs.repository.url.full", "https://git.example/clinic/line", "vcs.ref.head.revision", "0a1b"));
	}

	@Test
	void headersThatAreSetTakeThePlaceOfThePresets() {
		assertThat(backend("langfuse", "base-url=http://h headers.Authorization=mine headers.x-more=1").headers())
			.isEqualTo(Map.of("Authorization", "mine", "x-langfuse-ingestion-version", "4", "x-more", "1"));
		assertThat(backend("superlog", "headers.authorization=Bearer sl_public_1").headers())
			.isEqualTo(Map.of("authorization", "Bearer sl_public_1"));
		assertThat(backend("phoenix", "endpoint=https://app.phoenix.arize.com/s/clinic/v1/traces headers.api_key=k")
			.headers()).isEqualTo(Map.of("api_key", "k"));
		assertThat(backend("catalyst", "headers.authorization=mine").headers())
			.isEqualTo(Map.of("authorization", "mine"));
	}

	@ParameterizedTest
	@CsvSource({ "catalyst, authorization, Bearer", "openobserve, authorization, Basic" })
	void aSchemeThatIsWrittenBeforeATokenIsNotWrittenTwice(String name, String header, String scheme) {
		assertThat(backend(name, "base-url=http://h organization=o token=" + scheme.toLowerCase() + "\u0020" + TOKEN)
			.headers()).containsEntry(header, scheme + " " + TOKEN);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			otlp        | endpoint=http://h/x | livekit
			langfuse    | base-url=http://h public-key=pk-lf-1 secret-key=sk-lf-2 | langfuse
			openobserve | endpoint=http://h/x username=me password=p | openobserve
			catalyst    | token=t | openinference, catalyst
			superlog    | api-key=k | superlog
			phoenix     | endpoint=http://h/x | openinference
			arize       | space-id=s api-key=k project=p | openinference
			langsmith   | api-key=k | langsmith
			opik        | api-key=k | opik
			braintrust  | api-key=k project=p | braintrust
			catalyst    | token=t dialect=LangFuse,livekit | langfuse, livekit
			catalyst    | token=t dialect=none | ''
			catalyst    | token=t dialect=canonical | ''
			catalyst    | token=t dialect= | openinference, catalyst
			""")
	void dialects(String name, String properties, String dialects) {
		assertThat(String.join(", ", backend(name, properties).dialects().stream().map(SpanDialect::name).toList()))
			.isEqualTo(dialects);
	}

	@Test
	void defaultsOfPresetsAndOfOtlp() {
		VoiceBackend preset = backend("catalyst", "token=t");
		assertThat(preset.gzip()).isTrue();
		assertThat(preset.spans()).isEqualTo(SpanSelection.VOICE);
		VoiceBackend otlp = backend("otlp", "endpoint=http://h/x");
		assertThat(otlp.gzip()).isFalse();
		assertThat(otlp.spans()).isEqualTo(SpanSelection.ALL);
		VoiceBackend other = backend("catalyst", "token=t compression=none spans=all timeout=3s");
		assertThat(other.gzip()).isFalse();
		assertThat(other.spans()).isEqualTo(SpanSelection.ALL);
		assertThat(other.timeout()).hasSeconds(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "catalyst|endpoint=http://h/x", "langfuse|base-url=http://h",
			"superlog|endpoint=http://h/x", "openobserve|base-url=http://h organization=o", "phoenix|project=p",
			"opik|workspace=w project=p", "opik|endpoint=https://www.comet.com/opik/api/v1/private/otel/v1/traces",
			"arize|project=p", "langsmith|project=p", "braintrust|project=p", "catalyst|token=t enabled=false",
			"otlp|timeout=3s" })
	void sendNothingWithoutCredentials(String nameAndProperties) {
		String[] parts = nameAndProperties.split("\\|");
		assertThat(backends(parts[0], parts[1]).on()).isEmpty();
	}

	@Test
	void sayWhyNothingIsSent() {
		assertThat(backends("langfuse", "base-url=http://h").off())
			.isEqualTo(Map.of("langfuse", "voice.telemetry.export.langfuse.public-key is not set"));
		assertThat(backends("catalyst", "token=t enabled=false").off())
			.isEqualTo(Map.of("catalyst", "voice.telemetry.export.catalyst.enabled is false"));
		assertThat(backends("langsmith", "project=p").off()).isEmpty();
	}

	private static VoiceBackend backend(String name, String properties) {
		List<ConfiguredBackend> on = backends(name, properties).on();
		assertThat(on).hasSize(1);
		return on.get(0).backend();
	}

	private static Backends backends(String name, String properties) {
		Map<String, String> source = new LinkedHashMap<>();
		// Values that hold a space are not split at it.
		Arrays.stream(properties.split(" (?=[A-Za-z._-]+=)")).forEach((property) -> {
			int equals = property.indexOf('=');
			source.put("voice.telemetry.export." + name + "." + property.substring(0, equals),
					property.substring(equals + 1));
		});
		Binder binder = new Binder(new MapConfigurationPropertySource(source));
		return Backends.of(
				BackendPresets.drafts(binder.bindOrCreate("voice.telemetry.export", ExportProperties.class),
						binder.bindOrCreate("voice.telemetry.export", PresetProperties.class),
						new SourceCode("https://git.example/clinic/line", "0a1b")),
				List.of(), new DialectNames(List.of(), (variable) -> null), (property) -> false);
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
