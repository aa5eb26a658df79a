package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.usage.UsageCollector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are listeners: which are told, and that none of them holds up the
 * application.
 */
@Timeout(120)
class ListenerBeanTests {

	private static final String THREAD = "voice-telemetry-listeners";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(TestApplication.Empty.class, ClinicAgent.class);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void areToldAWholeAnnotatedCall(boolean lazy) {
		// The runner does not read spring.main.lazy-initialization.
		ApplicationContextRunner runner = lazy ? this.runner.withInitializer(
				(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
				: this.runner;
		runner.withUserConfiguration(Listeners.class).run((context) -> {
			call(context.getBean(ClinicAgent.PhoneLine.class));
			for (String name : List.of("plain", "withTelemetry", "lazy", "prototype")) {
				HeardFigures heard = context.getBean(Listeners.class).created.get(name);
				heard.await(SessionSummary.class);
				assertThat(heard.of(LlmMetrics.class)).as(name).hasSize(2);
				assertThat(heard.all()).first().isInstanceOf(SessionStart.class);
				assertThat(heard.threads()).containsOnly(THREAD);
			}
			assertThat(context.getBean(Listeners.class).creations).containsOnlyOnce("plain", "withTelemetry", "lazy");
			assertThat(context.getBean(VoiceTelemetry.class).refusals()).isEmpty();
		});
	}

	@Test
	void mayUseTheTelemetryAndTheUsage() {
		this.runner.withUserConfiguration(Listeners.class).run((context) -> {
			call(context.getBean(ClinicAgent.PhoneLine.class));
			context.getBean(Listeners.class).created.get("withTelemetry").await(SessionSummary.class);
			assertThat(context.getBean(Listeners.class).seenByTelemetry).containsExactly("0 open sessions, 4 rows");
		});
	}

	@Test
	void areToldInTheirOrder() {
		this.runner.withUserConfiguration(OrderedListeners.class).run((context) -> {
			context.getBean(VoiceTelemetry.class).session().id("call-1").start();
			List<String> told = context.getBean(OrderedListeners.class).told;
			Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> told.size() == 3);
			assertThat(context.getBeanProvider(HeardFigures.class).orderedStream()).hasSize(3);
		});
	}

	@Test
	void areNotNeededAndNotMissed() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.withPropertyValues("voice.telemetry.log-metrics=false").run((context) -> {
			call(context.getBean(ClinicAgent.PhoneLine.class));
			assertThat(threadsSince(before)).noneMatch((thread) -> thread.getName().equals(THREAD));
		});
	}

	@Test
	void areToldNothingWithoutOpenTelemetry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(VoiceTelemetryAutoConfiguration.class))
			.withUserConfiguration(ClinicAgent.class, Listeners.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(OpenTelemetry.class);
				call(context.getBean(ClinicAgent.PhoneLine.class));
				assertThat(context.getBean(Listeners.class).created.get("plain").all()).isEmpty();
				assertThat(context.getBean(UsageCollector.class).usage()).isEmpty();
			});
	}

	@Test
	void areToldNothingWhenDisabled() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.withUserConfiguration(Listeners.class)
			.withPropertyValues("voice.telemetry.enabled=false")
			.run((context) -> {
				call(context.getBean(ClinicAgent.PhoneLine.class));
				context.getBean(VoiceTelemetry.class).session().start().end();
				context.getBean(Listeners.class).created.values().forEach((heard) -> assertThat(heard.all()).isEmpty());
				assertThat(threadsSince(before)).noneMatch((thread) -> thread.getName().startsWith("voice-telemetry-"));
			});
	}

	@Test
	void areToldOfTheTelemetryOfTheApplication() {
		this.runner.withUserConfiguration(OwnTelemetry.class, Listeners.class).run((context) -> {
			assertThat(context).hasSingleBean(VoiceTelemetry.class);
			call(context.getBean(ClinicAgent.PhoneLine.class));
			context.getBean(Listeners.class).created.get("plain").await(SessionSummary.class);
			assertThat(context.getBean(Listeners.class).created.get("plain").of(LlmMetrics.class)).hasSize(2);
		});
	}

	@Test
	void areToldTheEndOfSessionsThatTheShutdownEnds() {
		HeardFigures[] heard = new HeardFigures[1];
		this.runner.withUserConfiguration(Listeners.class).run((context) -> {
			heard[0] = context.getBean(Listeners.class).created.get("plain");
			context.getBean(VoiceTelemetry.class).session().id("call-1").start().startAgentTurn();
		});
		assertThat(heard[0].of(UsageSummary.class)).hasSize(1);
		assertThat(heard[0].of(SessionSummary.class)).singleElement()
			.satisfies((session) -> assertThat(session.disconnectReason()).isEqualTo("shutdown"));
	}

	@Test
	void oneThatBlocksHoldsUpNoShutdown() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		VoiceTelemetry[] telemetry = new VoiceTelemetry[1];
		this.runner.withUserConfiguration(BlockingListener.class, Listeners.class).run((context) -> {
			telemetry[0] = context.getBean(VoiceTelemetry.class);
			call(context.getBean(ClinicAgent.PhoneLine.class));
			assertThat(context.getBean(BlockingListener.class).blocked.await(30, TimeUnit.SECONDS)).isTrue();
			context.getBean(Listeners.class).created.get("plain").await(SessionSummary.class);
		});
		assertThat(telemetry[0].refusals().get(RefusalReason.CALLBACK_OVERFLOW)).isPositive();
		Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.until(() -> threadsSince(before).stream().noneMatch((thread) -> thread.getName().equals(THREAD)));
	}

	private static void call(ClinicAgent.PhoneLine line) {
		line.take(ExpectedCall.ID, ExpectedCall.CALLER);
	}

	private static Set<Thread> threadsSince(Set<Thread> before) {
		Set<Thread> threads = Thread.getAllStackTraces().keySet();
		threads.removeAll(before);
		return threads;
	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final Map<String, HeardFigures> created = new ConcurrentHashMap<>();

		private final List<String> creations = new CopyOnWriteArrayList<>();

		private final List<String> seenByTelemetry = new ArrayList<>();

		@Bean
		HeardFigures plain() {
			return create("plain", new HeardFigures());
		}

		@Bean
		HeardFigures withTelemetry(VoiceTelemetry telemetry, UsageCollector usage) {
			return create("withTelemetry", new HeardFigures() {

				@Override
				public void onUsage(UsageSummary used) {
					Listeners.this.seenByTelemetry
						.add(telemetry.findSession(used.sessionId()).map((open) -> 1).orElse(0) + " open sessions, "
								+ usage.usage().size() + " rows");
					super.onUsage(used);
				}

			});
		}

		@Bean
		@Lazy
		HeardFigures lazy() {
			return create("lazy", new HeardFigures());
		}

		@Bean
		@Scope("prototype")
		HeardFigures prototype() {
			return create("prototype", new HeardFigures());
		}

		private HeardFigures create(String name, HeardFigures listener) {
			this.creations.add(name);
			this.created.put(name, listener);
			return listener;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrderedListeners {

		private final List<String> told = new CopyOnWriteArrayList<>();

		@Bean
		@Order(3)
		HeardFigures third() {
			return listener("third");
		}

		@Bean
		@Order(1)
		HeardFigures first() {
			return listener("first");
		}

		@Bean
		@Order(2)
		HeardFigures second() {
			return listener("second");
		}

		private HeardFigures listener(String name) {
			return new HeardFigures() {

				@Override
				void add(Object message) {
					OrderedListeners.this.told.add(name);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BlockingListener {

		private final CountDownLatch blocked = new CountDownLatch(1);

		@Bean
		HeardFigures blocking() {
			return new HeardFigures() {

				@Override
				public void onMetrics(VoiceMetrics metrics) {
					BlockingListener.this.blocked.countDown();
					try {
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTelemetry {

		@Bean
		VoiceTelemetry ownTelemetry(OpenTelemetry openTelemetry) {
			return VoiceTelemetry.builder(openTelemetry).build();
		}

	}

}
