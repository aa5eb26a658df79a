package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.UsageKind;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.integration.MetricsEventPublisher;
import io.voicetelemetry.logging.MetricsLog;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.usage.UsageCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the figures of an annotated call arrive in a real application: in its usage, its
 * meters, its log and its events.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class CallFiguresTests {

	@Test
	void theUsageIsThatOfTheCall() {
		try (ConfigurableApplicationContext context = run(Agent.class)) {
			call(context);
			UsageSummary used = context.getBean(Heard.class).await(UsageSummary.class);
			assertThat(context.getBean(UsageCollector.class).usage()).isEqualTo(used.models());
			Map<UsageKind, ModelUsage> rows = used.models()
				.stream()
				.collect(Collectors.toMap(ModelUsage::kind, Function.identity()));
			assertThat(rows).containsOnlyKeys(UsageKind.LLM, UsageKind.TTS, UsageKind.STT, UsageKind.EOT);
			assertThat(rows.get(UsageKind.LLM).model()).isEqualTo("gpt-4o");
			assertThat(rows.get(UsageKind.LLM).requests()).isEqualTo(2);
			assertThat(rows.get(UsageKind.LLM).tokens()).isEqualTo(TokenUsage.of(240, 18).withCachedInput(200));
			assertThat(rows.get(UsageKind.TTS).characters()).isEqualTo(OptionalLong.of("Tomorrow at ten.".length()));
			assertThat(rows.get(UsageKind.TTS).audioDuration()).isEqualTo(OptionalDouble.of(1.5));
		}
	}

	@Test
	void anEventThatTheApplicationCollectsTooCountsOnce() {
		try (ConfigurableApplicationContext context = run(CollectingAgent.class)) {
			call(context);
			context.getBean(Heard.class).await(SessionSummary.class);
			assertThat(context.getBean(UsageCollector.class).usage()).filteredOn((row) -> row.kind() == UsageKind.LLM)
				.singleElement()
				.satisfies((row) -> assertThat(row.tokens().input()).isEqualTo(OptionalLong.of(240)));
		}
	}

	@Test
	void feedsTheCollectorOfTheApplication() {
		try (ConfigurableApplicationContext context = run(OwnCollector.class)) {
			call(context);
			assertThat(context.getBeansOfType(UsageCollector.class)).containsOnlyKeys("own");
			assertThat(context.getBean(UsageCollector.class).usage()).hasSize(4);
		}
	}

	@Test
	void boundsTheRowsOfTheApplicationAndOfTheSession() {
		try (ConfigurableApplicationContext context = run(Agent.class, "--voice.telemetry.usage.max-rows=1")) {
			call(context);
			UsageSummary used = context.getBean(Heard.class).await(UsageSummary.class);
			assertThat(used.models()).isEqualTo(context.getBean(UsageCollector.class).usage())
				.filteredOn((row) -> !row.model().equals(ModelUsage.OTHER))
				.hasSize(1);
		}
	}

	@Test
	void theMetersAreFedInPlace() {
		try (ConfigurableApplicationContext context = run(Agent.class)) {
			call(context);
			assertThat(context.getBean(MeterRegistry.class).get("llm.tokens.input").counter().count()).isEqualTo(240);
		}
	}

	@Test
	void areWrittenToTheLog(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(Agent.class)) {
			call(context);
		}
		assertThat(output).contains("LLM metrics: gpt-4o,").contains("MetricsLog");
	}

	@Test
	void areNotWrittenToTheLogWhenTurnedOff(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(Agent.class, "--voice.telemetry.log-metrics=false")) {
			assertThat(context.getBeansOfType(MetricsLog.class)).isEmpty();
			call(context);
			context.getBean(Heard.class).await(SessionSummary.class);
		}
		assertThat(output).doesNotContain("LLM metrics");
	}

	@Test
	void arePublishedToMethodsThatListen() {
		try (ConfigurableApplicationContext context = run(Agent.class)) {
			call(context);
			Heard heard = context.getBean(Heard.class);
			heard.await(SessionSummary.class);
			assertThat(heard.of(LlmMetrics.class)).hasSize(2);
			assertThat(heard.of(UsageSummary.class)).hasSize(1);
			assertThat(heard.all()).hasSize(4);
			assertThat(heard.threads()).containsOnly("voice-telemetry-listeners");
		}
	}

	@Test
	void theEndOfSessionsThatTheShutdownEndsIsPublished() {
		Heard heard;
		try (ConfigurableApplicationContext context = run(Agent.class)) {
			heard = context.getBean(Heard.class);
			context.getBean(VoiceTelemetry.class).session().id("call-1").start().startLlmCall();
		}
		assertThat(heard.all()).hasExactlyElementsOfTypes(LlmMetrics.class, UsageSummary.class, SessionSummary.class);
	}

	@Test
	void areWrittenAndPublishedWithTheTelemetryOfTheApplicationToo(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(OwnTelemetry.class)) {
			assertThat(context.getBeansOfType(VoiceTelemetry.class)).containsOnlyKeys("own");
			call(context);
			context.getBean(Heard.class).await(SessionSummary.class);
			assertThat(context.getBean(Heard.class).of(LlmMetrics.class)).hasSize(2);
		}
		assertThat(output).containsOnlyOnce("Usage").contains("LLM metrics");
	}

	@Test
	void nothingIsThereWhenDisabled(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(Agent.class, "--voice.telemetry.enabled=false")) {
			assertThat(context.getBeansOfType(MetricsLog.class)).isEmpty();
			assertThat(context.getBeansOfType(MetricsEventPublisher.class)).isEmpty();
			assertThat(context.getBean(UsageCollector.class)).isSameAs(UsageCollector.noop());
			call(context);
			assertThat(context.getBean(Heard.class).all()).isEmpty();
		}
		assertThat(output).doesNotContain("LLM metrics");
	}

	@Test
	void areToldWithoutMicrometersMeters() throws Exception {
		assertThat(IsolatedClassPath.without("micrometer-core", "micrometer-registry").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "events", 4, "input tokens", 240L));
	}

	private static ConfigurableApplicationContext run(Class<?> source, String... arguments) {
		return TestApplication.run(source, arguments);
	}

	private static void call(ConfigurableApplicationContext context) {
		context.getBean(ClinicAgent.PhoneLine.class).take(ExpectedCall.ID, ExpectedCall.CALLER);
	}

	/**
	 * What an application with all that is there does.
	 */
	static final class CallInAnApplication implements Callable<Map<String, Object>> {

		@Override
		public Map<String, Object> call() {
			try (ConfigurableApplicationContext context = run(Agent.class)) {
				CallFiguresTests.call(context);
				Heard heard = context.getBean(Heard.class);
				heard.await(SessionSummary.class);
				return Map.of("records", context.getBean(VoiceTelemetry.class) instanceof ClosableVoiceTelemetry,
						"events", heard.all().size(), "input tokens",
						heard.of(UsageSummary.class).get(0).tokens(UsageKind.LLM).input().getAsLong());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ClinicAgent.class)
	static class Agent {

		@Bean
		Heard heard() {
			return new Heard(new HeardFigures());
		}

	}

	/**
	 * No listener by itself.
	 */
	record Heard(HeardFigures figures) {

		@EventListener
		void on(LlmMetrics metrics) {
			this.figures.add(metrics);
		}

		@EventListener
		void on(UsageSummary usage) {
			this.figures.add(usage);
		}

		@EventListener
		void on(SessionSummary session) {
			this.figures.add(session);
		}

		<T> T await(Class<T> type) {
			return this.figures.await(type);
		}

		<T> List<T> of(Class<T> type) {
			return this.figures.of(type);
		}

		List<Object> all() {
			return this.figures.all();
		}

		Set<String> threads() {
			return this.figures.threads();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Agent.class)
	static class CollectingAgent {

		@Bean
		Collecting collecting(UsageCollector usage) {
			return new Collecting(usage);
		}

	}

	record Collecting(UsageCollector usage) {

		@EventListener
		void on(LlmMetrics metrics) {
			this.usage.collect(metrics);
			this.usage.collect(metrics);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Agent.class)
	static class OwnCollector {

		@Bean
		UsageCollector own() {
			return new UsageCollector(7);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Agent.class)
	static class OwnTelemetry {

		@Bean
		VoiceTelemetry own(OpenTelemetry openTelemetry) {
			return VoiceTelemetry.builder(openTelemetry).build();
		}

	}

}
