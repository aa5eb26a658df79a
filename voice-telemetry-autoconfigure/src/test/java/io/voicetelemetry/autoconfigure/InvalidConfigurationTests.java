package io.voicetelemetry.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Settings that cannot work stop the start with the name of the property and what to
 * write, and without a value that may be secret.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidConfigurationTests {

	private static final String SECRET = "s3cr3t";

	private static final String OTLP = "voice.telemetry.export.otlp.";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			s3cr3t                          | does not begin with http
			//h/v1/traces?s3cr3t            | does not begin with http
			localhost:4318/v1/traces?s3cr3t | does not begin with http
			ftp://s3cr3t/v1/traces          | does not begin with http
			http:///v1/traces?s3cr3t        | names no host
			http://my_s3cr3t/v1/traces      | names no host
			http://local host/s3cr3t        | is not a valid URL
			http://h\\n/s3cr3t              | is not a valid URL
			http://h:0/s3cr3t               | has a port that is not between 1 and 65535
			http://h:70000/s3cr3t           | has a port that is not between 1 and 65535
			http://h:80?s3cr3t              | has no path
			http://h/?s3cr3t                | has no path
			http://h/v1/traces#s3cr3t       | has a part behind '#'
			http://s3cr3t@h/v1/traces       | holds a user name or password
			http://me:s3cr3t@h/v1/traces    | holds a user name or password
			http://me:s3cr3t@my_h/v1/traces | holds a user name or password
			http://h/s3cr3t/v1/traces/v1/traces  | ends in /v1/traces twice
			http://h/s3cr3t/v1/traces/v1/traces/ | ends in /v1/traces twice
			""")
	void endpoint(String endpoint, String problem, CapturedOutput output) {
		assertFailure(output, OTLP + "endpoint' " + problem, "--" + OTLP + "endpoint=" + unescaped(endpoint));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			authorization | two\\nlines-s3cr3t | headers.authorization' holds | in one line
			authorization | ümlaut-s3cr3t      | headers.authorization' holds | in one line of plain ASCII
			authorization | ' '                | headers.authorization' is empty | Set its value
			authorization | ''                 | headers.authorization' is empty | Set its value
			[a b]         | s3cr3t             | headers' has a name | Use letters
			[s3cr3t:]     | x                  | headers' has a name | Use letters
			[x\\n]        | s3cr3t             | headers' has a name | Use letters
			Host          | s3cr3t             | headers.Host' is set | Remove it
			content-type  | s3cr3t             | headers.content-type' is set | Remove it
			authorization | two\\rs3cr3t       | headers.authorization' holds | in one line
			authorization | s3cr3t\\0nul       | headers.authorization' holds | in one line
			authorization | \\uFEFFs3cr3t      | headers.authorization' holds | in one line
			authorization | s3cr3t\\u00A0      | headers.authorization' holds | in one line
			authorization | s3cr3t\\u2028x     | headers.authorization' holds | in one line
			authorization | Bearer             | headers.authorization' names a scheme | Write them behind it
			Authorization | 'basic '           | headers.Authorization' names a scheme | Write them behind it
			x-api-key     | s3cr3t${MISSING}   | headers.x-api-key' holds a placeholder | that it names
			""")
	void header(String name, String value, String problem, String action, CapturedOutput output) {
		assertFailure(output, OTLP + problem, "--" + OTLP + "endpoint=http://h/v1/traces",
				"--" + OTLP + "headers." + unescaped(name) + "=" + unescaped(value));
		assertThat(output).contains(action);
	}

	@Test
	void headerThatNoServerTakes(CapturedOutput output) {
		assertFailure(output, OTLP + "headers.x-api-key' has 1048576 characters",
				"--" + OTLP + "headers.x-api-key=" + SECRET + "x".repeat(1_048_576 - SECRET.length()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "authorization=Bearer s3cr3t", "s3cr3t", "{\"x-api-key\":\"s3cr3t\"}" })
	void headersInOneText(String text, CapturedOutput output) {
		assertFailure(output, OTLP + "headers' cannot be read", "--" + OTLP + "headers=" + text);
		assertThat(output)
			.contains("Write each header as a property of its own, such as " + OTLP + "headers.x-api-key");
	}

	@Test
	void headersInOneVariable(CapturedOutput output) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("VOICE_TELEMETRY_EXPORT_OTLP_HEADERS", "authorization=Bearer " + SECRET)));
		SpringApplication application = TestApplication.of(WebApplicationType.NONE, TestApplication.Empty.class);
		application.setEnvironment(environment);
		assertFailure(output, OTLP + "headers' cannot be read", application);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			voice.telemetry.sampling.probability     | -0.1        | Use a number from 0 (nothing) to 1 (everything)
			voice.telemetry.sampling.probability     | 1.01        | Use a number from 0 (nothing) to 1 (everything)
			voice.telemetry.sampling.probability     | NaN         | Use a number from 0 (nothing) to 1 (everything)
			voice.telemetry.sampling.probability     | often       | Update your application's configuration
			voice.telemetry.content.max-length       | 0           | voice.telemetry.content.capture=none
			voice.telemetry.content.max-length       | -1          | voice.telemetry.content.capture=none
			voice.telemetry.content.max-span-length  | 0           | voice.telemetry.content.capture=none
			voice.telemetry.content.capture          | some        | FULL
			voice.telemetry.attempt-spans            | never       | RETRIES
			voice.telemetry.session.trace            | call        | TURN
			voice.telemetry.session.max-idle         | 0s          | Use a time above zero
			voice.telemetry.session.max-idle         | -1s         | Use a time above zero
			voice.telemetry.session.max-duration     | 0           | Use a time above zero
			voice.telemetry.session.max-duration     | soon        | Update your application's configuration
			voice.telemetry.session.max-open         | 0           | Use at least 1
			voice.telemetry.metrics.max-tag-values   | 0           | voice.telemetry.metrics.enabled=false
			voice.telemetry.metrics.max-combinations | -1          | voice.telemetry.metrics.enabled=false
			voice.telemetry.usage.max-rows           | 0           | Use at least 1
			voice.telemetry.usage.max-rows           | many        | Update your application's configuration
			voice.telemetry.export.schedule-delay    | 0ms         | Use a time above zero
			voice.telemetry.export.schedule-delay    | 200000000d  | below 200 years
			voice.telemetry.export.shutdown-timeout  | -5s         | Use a time above zero
			voice.telemetry.export.otlp.timeout      | 0s          | Use a time above zero
			voice.telemetry.export.otlp.compression  | brotli      | GZIP
			voice.telemetry.export.otlp.protocol     | http/json   | HTTP_PROTOBUF
			voice.telemetry.export.otlp.enabled      | perhaps     | Update your application's configuration
			voice.telemetry.attributes.voice.stage   | llm_request | choose another key
			voice.telemetry.attributes.session.id    | call-1      | choose another key
			voice.telemetry.attributes.gen_ai.usage.input_tokens | 1 | choose another key
			""")
	void value(String property, String value, String action, CapturedOutput output) {
		assertFailure(output, property, "--" + property + "=" + value);
		assertThat(output).contains(action);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void enabledWithoutEndpoint(String endpoint, CapturedOutput output) {
		assertFailure(output, OTLP + "endpoint", "--" + OTLP + "enabled=true", "--" + OTLP + "endpoint=" + endpoint);
		assertThat(output).contains(OTLP + "enabled is true");
	}

	@ParameterizedTest
	@ValueSource(strings = "voice.telemetry.session.join-active-span")
	void contradiction(String property, CapturedOutput output) {
		assertFailure(output, property, "--" + property + "=true", "--voice.telemetry.session.trace=turn");
		assertThat(output).contains("voice.telemetry.session.trace");
	}

	private static void assertFailure(CapturedOutput output, String property, String... arguments) {
		assertFailure(output, property, TestApplication.of(WebApplicationType.NONE, TestApplication.Empty.class),
				arguments);
	}

	private static void assertFailure(CapturedOutput output, String property, SpringApplication application,
			String... arguments) {
		assertThatException().isThrownBy(() -> application.run(arguments).close())
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain(SECRET));
		assertThat(output).contains("Action:").doesNotContain(SECRET);
		assertThat(output.toString()).containsSubsequence("APPLICATION FAILED TO START", property);
	}

	private static String stackTrace(Throwable error) {
		StringWriter trace = new StringWriter();
		error.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	private static String unescaped(String text) {
		return text.replace("\\n", "\n")
			.replace("\\r", "\r")
			.replace("\\0", "\0")
			.replace("\\uFEFF", "\uFEFF")
			.replace("\\u00A0", "\u00A0")
			.replace("\\u2028", "\u2028");
	}

}
