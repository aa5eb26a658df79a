package io.voicetelemetry.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that lack a library, or have one that is in the way: they start, and
 * record what can be recorded.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingLibraryTests {

	@Test
	void exportsWithoutAspectJAndWithoutAWebServer() throws Exception {
		assertThat(IsolatedClassPath
			.without("aspectj", "spring-boot-starter-aspectj", "spring-web", "spring-boot-starter-web",
					"spring-boot-tomcat", "spring-boot-web", "spring-boot-servlet", "tomcat-", "jackson",
					"spring-boot-jackson", "spring-boot-http-converter", "spring-boot-actuator")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void recordsNothingWithoutBootsTracing(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("spring-boot-micrometer-tracing", "spring-boot-opentelemetry")
			.call(CallInAnApplication.class)).isEqualTo(Map.of("records", false, "exports", true, "spans", List.of()));
		assertThat(output).contains("there is no OpenTelemetry bean", "spring-boot-micrometer-tracing-opentelemetry");
	}

	@Test
	void exportsNothingWithoutMicrometerAndSaysSo(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("micrometer-").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
		assertThat(output).contains("no voice span will be exported", "micrometer-tracing-bridge-otel");
	}

	@Test
	void recordsNothingWithoutTheSdk(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-sdk", "opentelemetry-exporter")
			.call(CallInAnApplication.class)).isEqualTo(Map.of("records", false, "exports", false, "spans", List.of()));
		assertThat(output).contains("there is no OpenTelemetry bean");
	}

	@Test
	void exportsNothingWithoutTheExporterAndSaysSo(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-exporter").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
		assertThat(output).contains("nothing is sent to voice.telemetry.export.otlp",
				"opentelemetry-exporter-otlp is missing");
	}

	@Test
	void exportsNothingWithoutWhatTheExporterNeedsAndSaysSo(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-sdk-extension").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
		assertThat(output).contains("opentelemetry-exporter-otlp is missing or not whole");
	}

	@Test
	void exportsWithoutAnySenderOfOpenTelemetry() throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-exporter-sender").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoHealth() throws Exception {
		assertThat(IsolatedClassPath.without("spring-boot-health").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoActuator() throws Exception {
		for (String missing : List.of("spring-boot-actuator", "spring-boot-actuator-autoconfigure")) {
			assertThat(IsolatedClassPath.without(missing).call(CallInAnApplication.class)).as(missing)
				.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
		}
	}

	@Test
	void needsNoClientOfAProvider() throws Exception {
		assertThat(IsolatedClassPath
			.without("openai-java", "anthropic-java", "bedrockruntime", "google-genai", "spring-ai")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	/**
	 * Micrometer Tracing alone exports spans, but is not needed to record.
	 */
	@Test
	void needsNoMicrometerTracingForSpringAi() throws Exception {
		assertThat(IsolatedClassPath.without("micrometer-tracing").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
	}

	@Test
	void needsNoLangChain4j() throws Exception {
		assertThat(IsolatedClassPath.without("langchain4j").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoNewestClassOfALibrary() throws Exception {
		assertThat(IsolatedClassPath.without()
			.withoutClasses("com.openai.models.audio.transcriptions.TranscriptionDiarized",
					"com.openai.models.responses.Response", "dev.langchain4j.model.audio.TextToSpeechModel",
					"dev.langchain4j.model.audio.AudioTranscriptionModel")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoContextPropagation() throws Exception {
		assertThat(IsolatedClassPath.without("context-propagation").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoReactor() throws Exception {
		assertThat(IsolatedClassPath
			.without("reactor-", "reactive-streams", "spring-webflux", "spring-boot-reactor", "spring-boot-webflux",
					"spring-boot-webclient")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void exportsByTheClientOfTheJdkWhenThereIsAnother(CapturedOutput output) throws Exception {
		Path other = new ClassPathResource("/other-sender").getFile().toPath();
		assertThat(IsolatedClassPath.without().with(other).call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
		assertThat(output).doesNotContain("HttpSenderProvider");
	}

	@Test
	void doesNotStartForGrpcWithoutASender(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-exporter-sender").call(GrpcApplication.class)).isFalse();
		assertThat(output).contains("'voice.telemetry.export.otlp.protocol' is 'grpc', but nothing",
				"Add io.opentelemetry:opentelemetry-exporter-sender-okhttp");
	}

	/**
	 * Whether an application that sends by gRPC starts.
	 */
	static final class GrpcApplication implements Callable<Boolean> {

		@Override
		public Boolean call() {
			try {
				TestApplication
					.run(TracedBean.class, "--voice.telemetry.export.otlp.endpoint=http://localhost:4317",
							"--voice.telemetry.export.otlp.protocol=grpc")
					.close();
				return true;
			}
			catch (RuntimeException ex) {
				return false;
			}
		}

	}

	/**
	 * What an application with all that is there does.
	 */
	static final class CallInAnApplication implements Callable<Map<String, Object>> {

		@Override
		public Map<String, Object> call() {
			List<String> names = new ArrayList<>();
			boolean records;
			boolean exports;
			try (OtlpReceiver receiver = OtlpReceiver.start()) {
				try (ConfigurableApplicationContext context = TestApplication.run(TracedBean.class,
						"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint())) {
					VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
					records = telemetry instanceof ClosableVoiceTelemetry;
					exports = context.getBeanNamesForType(SpanExport.class).length > 0;
					VoiceSession session = telemetry.session().id("call-1").start();
					session.run(() -> context.getBean(TracedBean.class).work());
				}
				receiver.spans().forEach((span) -> names.add(span.name()));
				// Each may come in a request of its own.
				Collections.sort(names);
			}
			return Map.of("records", records, "exports", exports, "spans", names);
		}

	}

}
