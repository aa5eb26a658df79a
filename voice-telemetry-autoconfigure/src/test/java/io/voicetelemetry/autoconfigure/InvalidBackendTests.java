package io.voicetelemetry.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;

import io.voicetelemetry.dialect.CanonicalSpan;
import io.voicetelemetry.dialect.SpanDialect;
import io.voicetelemetry.dialect.SpanRewrite;
import io.voicetelemetry.export.VoiceBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Backends that cannot work as they are configured: the start fails, names the property
 * and what to write, and prints no secret.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidBackendTests {

	private static final String SECRET = "s3cr3t";

	private static final String EXPORT = "voice.telemetry.export.";

	/** Of "nobody", without a colon. */
	private static final String NO_PAIR = "bm9ib2R5czNjcjN0";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					langfuse.base-url=http://h langfuse.public-key=pk-s3cr3t | langfuse.secret-key' is not set although voice.telemetry.export.langfuse.public-key is set | Write the secret key of the project (sk-lf-…) (the variable LANGFUSE_SECRET_KEY does, too), or set voice.telemetry.export.langfuse.enabled=false
					langfuse.base-url=http://h langfuse.secret-key=sk-s3cr3t | langfuse.public-key' is not set | LANGFUSE_PUBLIC_KEY
					langfuse.public-key=pk-s3cr3t langfuse.secret-key=sk-s3cr3t | langfuse.base-url' is not set | such as https://cloud.langfuse.com (the variable LANGFUSE_BASE_URL or LANGFUSE_HOST does, too)
					langfuse.enabled=true | langfuse.public-key' is not set although voice.telemetry.export.langfuse.enabled is true | pk-lf-
					langfuse.public-key=sk-s3cr3t langfuse.secret-key=pk-s3cr3t | langfuse.public-key' holds a secret key | begins with pk-
					langfuse.public-key=pk-1 langfuse.secret-key=pk-s3cr3t | langfuse.secret-key' holds a public key | begins with sk-
					langfuse.public-key=pk-1 langfuse.secret-key=sk-s3cr3t\\nx | langfuse.secret-key' holds a line break | in one line
					langfuse.public-key=pk-1 langfuse.secret-key=${s3cr3t} | langfuse.secret-key' holds a placeholder | that it names
					langfuse.base-url=s3cr3t | langfuse.base-url' does not begin with http | such as https://cloud.langfuse.com
					langfuse.base-url=https://me:s3cr3t@h | langfuse.base-url' holds a user name or password | Take it out
					langfuse.base-url=https://h?key=s3cr3t | langfuse.base-url' has a query | such as https://cloud.langfuse.com
					langfuse.base-url=https://h/api/public/otel | langfuse.base-url' holds the path already | use 'endpoint' instead
					langfuse.base-url=https://h/api/public/otel/v1/traces | langfuse.base-url' holds the path already | such as https://cloud.langfuse.com
					langfuse.endpoint=http://h/s3cr3t/v1/traces/v1/traces | langfuse.endpoint' ends in /v1/traces twice | Write it once
					langfuse.endpoint=https://h | langfuse.endpoint' has no path | full URL
					langfuse.environment=Prod.EU | langfuse.environment' is not an environment of Langfuse | such as production
					langfuse.environment=langfuse-prod | langfuse.environment' is not an environment of Langfuse | not beginning with 'langfuse'
					langfuse.headers.x-more=s3cr3t\\nx | langfuse.headers.x-more' holds a line break | in one line
					langfuse.protocol=grpc | langfuse.protocol' is 'grpc', which Langfuse does not take | http/protobuf
					superlog.protocol=grpc | superlog.protocol' is 'grpc', which Superlog | http/protobuf
					langsmith.protocol=grpc | langsmith.protocol' is 'grpc', which LangSmith | http/protobuf
					opik.protocol=grpc | opik.protocol' is 'grpc', which Opik | http/protobuf
					braintrust.protocol=grpc | braintrust.protocol' is 'grpc', which Braintrust | http/protobuf
					openobserve.base-url=http://h openobserve.organization=o openobserve.username=me | openobserve.password' is not set although voice.telemetry.export.openobserve.username is set | the password or token
					openobserve.base-url=http://h openobserve.organization=o openobserve.password=s3cr3t | openobserve.username' is not set | the e-mail
					openobserve.base-url=http://h openobserve.username=me openobserve.password=s3cr3t | openobserve.organization' is not set | the id of the organization
					openobserve.organization=my+org | openobserve.organization' has a character | rather than its name
					openobserve.token=bWU6czNjcjN0 openobserve.password=s3cr3t | openobserve.token' is set beside username or password | Choose one
					openobserve.token=me@clinic.example:s3cr3t | openobserve.token' holds an e-mail or a password rather than Base64 | username and password
					openobserve.token=%s3cr3t% | openobserve.token' is not Base64 | as OpenObserve shows it
					openobserve.token=bm9ib2R5czNjcjN0 | openobserve.token' is not Base64 of an e-mail and a token | as OpenObserve shows it
					openobserve.token=bWU6czNjcjN0 openobserve.base-url=http://h openobserve.protocol=grpc | openobserve.organization' is not set | the id
					catalyst.enabled=true | catalyst.token' is not set although voice.telemetry.export.catalyst.enabled is true | CATALYST_OTLP_TOKEN or INFERENCE_API_KEY
					superlog.enabled=true | superlog.api-key' is not set | sl_public_
					phoenix.api-key=s3cr3t | phoenix.endpoint' is not set although voice.telemetry.export.phoenix.api-key is set | such as http://localhost:6006/v1/traces
					phoenix.endpoint=https://app.phoenix.arize.com/v1/traces | phoenix.api-key' is not set although voice.telemetry.export.phoenix.endpoint is set | PHOENIX_API_KEY
					arize.space-id=s arize.api-key=s3cr3t | arize.project' is not set | ARIZE_PROJECT_NAME
					arize.space-id=s | arize.api-key' is not set | an API key of the space
					braintrust.api-key=s3cr3t | braintrust.project' is not set | the name of the project
					braintrust.api-key=s3cr3t braintrust.project=p braintrust.parent=project_id:1 | braintrust.parent' is set beside voice.telemetry.export.braintrust.project | Choose one
					otlp.endpoint=http://h/x otlp.dialect=langfuse,langfus | otlp.dialect' names a dialect that there is none of | none, braintrust, catalyst, gen-ai-latest, langfuse
					otlp.endpoint=http://h/x otlp.spans=some | Failed to bind properties under 'voice.telemetry.export.otlp.spans' | VOICE
					catalyst.timeout=0s | catalyst.timeout' is PT0S | Use a time above zero
					catalyst.queue.max-bytes=1KB | catalyst.queue.max-bytes' is 1024 bytes | at least 64KB
					""")
	void property(String properties, String problem, String action, CapturedOutput output) {
		assertFailure(application(Light.class), output, problem, action,
				Arrays.stream(properties.split(" "))
					.map((each) -> "--" + EXPORT + each.replace("\\n", "\n"))
					.toArray(String[]::new));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					LANGFUSE_PUBLIC_KEY=pk-1 LANGFUSE_HOST=http://h | langfuse.secret-key' is not set | LANGFUSE_SECRET_KEY
					LANGFUSE_HOST=h/s3cr3t | langfuse.base-url' does not begin with http | Its value is that of the environment variable LANGFUSE_BASE_URL or LANGFUSE_HOST.
					OTEL_EXPORTER_OTLP_ENDPOINT=h/s3cr3t | otlp.endpoint' does not begin with http | Its value is that of the environment variable OTEL_EXPORTER_OTLP_…
					""")
	void variable(String variables, String problem, String action, CapturedOutput output) {
		SpringApplication application = application(Light.class);
		StandardEnvironment environment = new StandardEnvironment();
		Map<String, Object> values = new java.util.HashMap<>();
		for (String variable : variables.split(" ")) {
			values.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
		}
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", values));
		application.setEnvironment(environment);
		assertFailure(application, output, problem, action);
	}

	@Test
	void aBackendOfTheApplicationHasANameOfItsOwn(CapturedOutput output) {
		assertFailure(application(LikeAPreset.class), output,
				"The VoiceBackend bean 'langfuse' has the name of a preset", "Choose a name other than otlp, langfuse");
		assertFailure(application(Twins.class), output, "The VoiceBackend bean 'mine' has the name of a preset",
				"console, mine.");
	}

	@Test
	void aBackendOfTheApplicationHasAnEndpointThatCanBe(CapturedOutput output) {
		assertFailure(application(Twice.class), output,
				"The endpoint of the VoiceBackend bean 'mine' ends in /v1/traces twice", "Write it once");
	}

	@Test
	void aDialectOfTheApplicationHasANameOfItsOwn(CapturedOutput output) {
		assertFailure(application(LikeADialect.class), output,
				"The SpanDialect bean 'SuperLog' has a name that another dialect has", "Choose a name other than none");
		assertFailure(application(Nameless.class), output, " has no name",
				"Return a name that properties can select it by");
	}

	private static SpringApplication application(Class<?> source) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		return application;
	}

	private static void assertFailure(SpringApplication application, CapturedOutput output, String problem,
			String action, String... arguments) {
		assertThatException().isThrownBy(() -> application.run(arguments).close())
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain(SECRET, NO_PAIR));
		assertThat(output.toString()).containsSubsequence("APPLICATION FAILED TO START", problem, "Action:", action);
		assertThat(output).doesNotContain(SECRET).doesNotContain(NO_PAIR);
	}

	private static String stackTrace(Throwable error) {
		StringWriter trace = new StringWriter();
		error.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	private static SpanDialect dialect(String name) {
		return new SpanDialect() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public void translate(CanonicalSpan span, SpanRewrite rewrite) {
			}

		};
	}

	private static VoiceBackend backend(String name) {
		return VoiceBackend.builder(name, URI.create("http://localhost:4318/v1/traces")).build();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ VoiceTelemetryExportAutoConfiguration.class, VoiceTelemetryAutoConfiguration.class })
	static class Light {

	}

	@Configuration(proxyBeanMethods = false)
	static class LikeAPreset extends Light {

		@Bean
		VoiceBackend mine() {
			return backend("langfuse");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Twins extends Light {

		@Bean
		VoiceBackend one() {
			return backend("mine");
		}

		@Bean
		VoiceBackend other() {
			return backend("mine");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Twice extends Light {

		@Bean
		VoiceBackend mine() {
			return VoiceBackend.builder("mine", URI.create("http://h/v1/traces/v1/traces")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LikeADialect extends Light {

		@Bean
		SpanDialect dialect() {
			return InvalidBackendTests.dialect("SuperLog");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Nameless extends Light {

		@Bean
		SpanDialect dialect() {
			return InvalidBackendTests.dialect(" ");
		}

	}

}
