package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are listeners, and when they are destroyed: not before they are told the end
 * of all sessions.
 */
@Timeout(120)
class DestroyedListenerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(TestApplication.Empty.class, ClinicAgent.class);

	@ParameterizedTest
	@ValueSource(classes = { DestroyedListeners.class, DestroyedListenersInReverse.class })
	void areNotDestroyedBeforeTheyAreToldTheEndOfAllSessions(Class<?> listeners) {
		List<String> events = new CopyOnWriteArrayList<>();
		this.runner.withBean("events", List.class, () -> events)
			.withUserConfiguration(EarlyUser.class, listeners)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(DestroyedListener.class)).hasSize(4);
				context.getBean(VoiceTelemetry.class).session().id("call-1").start().startAgentTurn();
			});
		for (String listener : List.of("withTelemetry", "plain", "lazy", "withUser")) {
			assertThat(events).as(listener)
				.containsSubsequence(listener + " UsageSummary", listener + " SessionSummary", listener + " destroyed");
		}
	}

	@Test
	void areDestroyedAfterWhoeverUsesTheTelemetry() {
		List<String> events = new CopyOnWriteArrayList<>();
		this.runner.withBean("events", List.class, () -> events)
			.withUserConfiguration(LastWords.class, PlainListener.class)
			.run((context) -> context.getBean(VoiceTelemetry.class).session().id("call-1").start());
		assertThat(events).containsSubsequence("last words", "plain SessionSummary farewell", "plain destroyed");
	}

	@Test
	void ofAChildAreGoneWithItAndItsParentGoesOn() {
		List<String> events = new CopyOnWriteArrayList<>();
		this.runner.run((parent) -> {
			new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(VoiceTelemetryAutoConfiguration.class))
				.withBean("events", List.class, () -> events)
				.withUserConfiguration(PlainListener.class)
				.run((child) -> assertThat(child).hasNotFailed());
			assertThat(events).containsExactly("plain destroyed");
			VoiceTelemetry telemetry = parent.getBean(VoiceTelemetry.class);
			telemetry.session().id("call-1").start();
			assertThat(telemetry.findSession("call-1")).isPresent();
		});
	}

	@Test
	void ofAParentAreToldOfItsChildToo() {
		List<String> events = new CopyOnWriteArrayList<>();
		new ApplicationContextRunner().withBean("events", List.class, () -> events)
			.withUserConfiguration(PlainListener.class)
			.run((parent) -> {
				this.runner.withParent(parent)
					.run((child) -> child.getBean(VoiceTelemetry.class).session().id("call-1").start());
				assertThat(events).contains("plain SessionSummary").doesNotContain("plain destroyed");
			});
		assertThat(events).endsWith("plain destroyed");
	}

	/**
	 * Has the telemetry made before any other bean.
	 */
	@Configuration(proxyBeanMethods = false)
	static class EarlyUser {

		@Bean
		User user(VoiceTelemetry telemetry) {
			return new User();
		}

	}

	static class User implements DisposableBean {

		@Override
		public void destroy() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyedListeners {

		@Bean
		DestroyedListener withTelemetry(List<String> events, VoiceTelemetry telemetry) {
			return new DestroyedListener("withTelemetry", events);
		}

		@Bean
		DestroyedListener plain(List<String> events) {
			return new DestroyedListener("plain", events);
		}

		@Bean
		@Lazy
		DestroyedListener lazy(List<String> events) {
			return new DestroyedListener("lazy", events);
		}

		@Bean
		DestroyedListener withUser(List<String> events, User user) {
			return new DestroyedListener("withUser", events);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyedListenersInReverse {

		@Bean
		DestroyedListener withUser(List<String> events, User user) {
			return new DestroyedListener("withUser", events);
		}

		@Bean
		@Lazy
		DestroyedListener lazy(List<String> events) {
			return new DestroyedListener("lazy", events);
		}

		@Bean
		DestroyedListener plain(List<String> events) {
			return new DestroyedListener("plain", events);
		}

		@Bean
		DestroyedListener withTelemetry(List<String> events, VoiceTelemetry telemetry) {
			return new DestroyedListener("withTelemetry", events);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainListener {

		@Bean
		DestroyedListener plain(List<String> events) {
			return new DestroyedListener("plain", events);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LastWords {

		@Bean
		DisposableBean lastWords(List<String> events, VoiceTelemetry telemetry) {
			return () -> {
				events.add("last words");
				telemetry.session("call-1").end("farewell");
			};
		}

	}

	static final class DestroyedListener extends HeardFigures implements DisposableBean {

		private final String name;

		private final List<String> events;

		DestroyedListener(String name, List<String> events) {
			this.name = name;
			this.events = events;
		}

		@Override
		void add(Object message) {
			String reason = (message instanceof SessionSummary session
					&& !"shutdown".equals(session.disconnectReason())) ? " " + session.disconnectReason() : "";
			this.events.add(this.name + " " + message.getClass().getSimpleName() + reason);
		}

		@Override
		public void destroy() {
			this.events.add(this.name + " destroyed");
		}

	}

}
