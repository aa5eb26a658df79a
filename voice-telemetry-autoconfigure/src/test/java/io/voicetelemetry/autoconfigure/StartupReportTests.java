package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedUserTurn;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.ParallelFlux;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said once the application has started.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupReportTests {

	private static final String ENDPOINT = "--voice.telemetry.export.otlp.endpoint=http://localhost:4318/v1/traces";

	@Test
	void saysInOneLineWhatIsOnAndWhereSpansGo(CapturedOutput output) {
		assertThat(reportOf(output, TracedBean.class, ENDPOINT + "?key=secret"))
			.containsExactly("INFO Voice telemetry is on: spans go to otlp at http://localhost:4318/v1/traces; "
					+ "1 annotated method; content is not recorded");
	}

	@Test
	void makesNoBeanTooEarly(CapturedOutput output) {
		TestApplication.run(ClinicAgent.class, ENDPOINT).close();
		assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
	}

	@Test
	void saysWhatIsNotAsByDefault(CapturedOutput output) {
		assertThat(reportOf(output, ClinicAgent.class, "--voice.telemetry.content.capture=full",
				"--voice.telemetry.sampling.probability=0.25"))
			.containsExactly(
					"INFO Voice telemetry is on: no backend is set, such as voice.telemetry.export.otlp.endpoint; "
							+ "10 annotated methods; content is recorded; sampled at 0.25");
	}

	@Test
	void saysWhatSwitchedTheExportOff(CapturedOutput output) {
		assertThat(reportOf(output, TracedBean.class, ENDPOINT, "--management.tracing.export.enabled=false"))
			.containsExactly("INFO Voice telemetry is on: nothing is sent to voice.telemetry.export.otlp: "
					+ "management.tracing.export.enabled is false; 1 annotated method; content is not recorded");
	}

	@Test
	void saysSoAlsoWhenThereIsAnotherDestination(CapturedOutput output) {
		assertThat(reportOf(output, TracedBean.class, ENDPOINT, "--voice.telemetry.export.otlp.enabled=false",
				"--voice.telemetry.export.console.enabled=true"))
			.containsExactly("INFO Voice telemetry is on: spans go to the console; "
					+ "nothing is sent to voice.telemetry.export.otlp: "
					+ "voice.telemetry.export.otlp.enabled is false; 1 annotated method; content is not recorded");
	}

	@Test
	void saysWhichBackendsLackACredential(CapturedOutput output) {
		assertThat(reportOf(output, TracedBean.class, ENDPOINT, "--voice.telemetry.export.langfuse.base-url=http://h",
				"--voice.telemetry.export.catalyst.token=t", "--voice.telemetry.export.catalyst.enabled=false"))
			.singleElement()
			.asString()
			.startsWith("INFO Voice telemetry is on: spans go to otlp at http://localhost:4318/v1/traces; ")
			.contains(
					"nothing is sent to voice.telemetry.export.langfuse: voice.telemetry.export.langfuse.public-key is not set",
					"nothing is sent to voice.telemetry.export.catalyst: voice.telemetry.export.catalyst.enabled is false");
	}

	@Test
	void warnsOfSpansThatAreTooOldForOpenObserve(CapturedOutput output) {
		String[] openObserve = { "--voice.telemetry.export.openobserve.endpoint=http://localhost:1/api/o/v1/traces",
				"--voice.telemetry.export.openobserve.headers.authorization=Basic bWU6cA==",
				"--voice.telemetry.export.shutdown-timeout=1ms", "--voice.telemetry.session.max-duration=270m", "" };
		openObserve[4] = "--voice.telemetry.export.openobserve.retry.max-elapsed=30m";
		assertThat(reportOf(output, TracedBean.class, openObserve)).hasSize(1);
		openObserve[4] = "--voice.telemetry.export.openobserve.retry.max-elapsed=31m";
		assertThat(reportOf(output, TracedBean.class, openObserve)).last()
			.asString()
			.startsWith("WARN OpenObserve rejects spans that began more than 5 hours ago")
			.contains("calls may last PT4H30M", "for PT31M", "voice.telemetry.session.trace=turn");
		int before = linesIn(output).size();
		openObserve[4] = "--voice.telemetry.session.trace=turn";
		assertThat(reportOf(output, TracedBean.class, openObserve)).hasSize(before + 1);
	}

	@Test
	void saysWhatThePolicyOfTheApplicationRecords(CapturedOutput output) {
		assertThat(reportOf(output, OwnPolicy.class, ENDPOINT)).singleElement()
			.asString()
			.endsWith("content is recorded");
	}

	@Test
	void saysNothingWhenDisabled(CapturedOutput output) {
		assertThat(reportOf(output, TracedBean.class, ENDPOINT, "--voice.telemetry.enabled=false")).isEmpty();
	}

	@Test
	void saysWhatCannotBeTracedAndWhy(CapturedOutput output) {
		String name = "StartupReportTests.";
		assertThat(reportOf(output, Problems.class, ENDPOINT)).singleElement()
			.asString()
			.startsWith("WARN Voice telemetry is on: ")
			.contains("; 6 annotated methods; ", "not, or not always, traced: ",
					name + "FinalClass.ask (the class is final)",
					name + "FinalMethod.finalMethod (the method is final)",
					name + "Methods.privateMethod (the method is private)",
					name + "Methods.staticMethod (the method is static)",
					name + "Methods.inner (where it is self-invoked, from StartupReportTests.Methods.outer)",
					name + "Methods.parallel (its span ends when the method returns, before the ParallelFlux does)",
					name + "Methods.async (its span ends when the method is handed to another thread, because it is @Async)",
					name + "Socket.handleTextMessage (where it is self-invoked, from AbstractWebSocketHandler.handleMessage)");
	}

	@Test
	void aFinalClassStillWorks() {
		try (ConfigurableApplicationContext context = TestApplication.run(Problems.class)) {
			assertThat(context.getBean(FinalClass.class).ask()).isEqualTo("answer");
		}
	}

	@Test
	void saysThatATracerProviderOfTheApplicationExportsNothing(CapturedOutput output) {
		assertThat(reportOf(output, OwnTracerProvider.class, ENDPOINT)).hasSize(2)
			.last()
			.asString()
			.startsWith("WARN The OpenTelemetry bean does not use the application's SpanProcessor beans");
	}

	@Test
	void saysThatThereIsMoreThanOneOpenTelemetry(CapturedOutput output) {
		assertThat(reportOf(output, TwoOpenTelemetries.class, ENDPOINT))
			.containsExactly("WARN Voice telemetry records nothing: there is more than one OpenTelemetry bean. "
					+ "Mark one as primary");
	}

	@Test
	void saysOfLazyBeansWhenTheyAreMade(CapturedOutput output) {
		try (ConfigurableApplicationContext context = TestApplication.run(Problems.class,
				"--spring.main.lazy-initialization=true")) {
			assertThat(output).contains("0 annotated methods").doesNotContain("the class is final");
			context.getBean(FinalClass.class);
			assertThat(output).contains("Not intercepted: StartupReportTests.FinalClass.ask (the class is final)");
		}
	}

	@Test
	void saysItOnceWhenThereAreChildContexts(CapturedOutput output) {
		SpringApplicationBuilder parent = new SpringApplicationBuilder(TestApplication.Empty.class)
			.web(WebApplicationType.NONE);
		parent.child(TwoOpenTelemetries.class).web(WebApplicationType.NONE).run().close();
		// Closing a child leaves its parent as it is.
		parent.context().close();
		assertThat(linesIn(output)).hasSize(1);
	}

	private static List<String> reportOf(CapturedOutput output, Class<?> configuration, String... arguments) {
		TestApplication.run(configuration, arguments).close();
		return linesIn(output);
	}

	private static List<String> linesIn(CapturedOutput output) {
		return output.toString()
			.lines()
			.filter((line) -> line.contains("i.voicetelemetry.session.VoiceTelemetry "))
			// Told in the run with the Java agent, which has tests of its own.
			.filter((line) -> !line.contains("Java agent is attached"))
			.map((line) -> line.replaceFirst("^\\S+ +(\\w+) .*VoiceTelemetry  : ", "$1 "))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPolicy {

		@Bean
		ContentPolicy policy() {
			return ContentPolicy.of(ContentCapture.FULL, 100);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ FinalClass.class, FinalMethod.class, Methods.class, Socket.class })
	static class Problems {

	}

	static final class FinalClass {

		@TracedLlmCall
		String ask() {
			return "answer";
		}

	}

	static class FinalMethod {

		@TracedTool
		final void finalMethod() {
		}

	}

	static class Methods {

		@TracedTool
		private void privateMethod() {
		}

		@TracedTool
		static void staticMethod() {
		}

		void outer() {
			inner();
		}

		@TracedTool
		void inner() {
		}

		@TracedTool
		ParallelFlux<String> parallel() {
			return Flux.<String>empty().parallel();
		}

		@TracedTool
		Mono<String> mono() {
			return Mono.empty();
		}

		@Async
		@TracedTool
		void async() {
		}

		@TracedTool
		void fine() {
		}

	}

	static class Socket extends TextWebSocketHandler {

		@Override
		@TracedUserTurn
		protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTracerProvider {

		@Bean
		SdkTracerProvider ownTracerProvider() {
			return SdkTracerProvider.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoOpenTelemetries {

		@Bean
		OpenTelemetry first() {
			return OpenTelemetry.noop();
		}

		@Bean
		OpenTelemetry second() {
			return OpenTelemetry.noop();
		}

		// Boot's own would ask for the one OpenTelemetry, and not find it.
		@Bean
		io.opentelemetry.api.trace.Tracer ownTracer() {
			return OpenTelemetry.noop().getTracer("own");
		}

	}

}
