package io.voicetelemetry.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.integration.Listeners.AnnotatedMethod;
import io.voicetelemetry.integration.Listeners.CatchAll;
import io.voicetelemetry.integration.Listeners.EverythingOfBoot;
import io.voicetelemetry.integration.Listeners.LambdaBean;
import io.voicetelemetry.integration.Listeners.LazyBeans;
import io.voicetelemetry.integration.Listeners.MetricsMethod;
import io.voicetelemetry.integration.Listeners.OtherLambdaBean;
import io.voicetelemetry.integration.Listeners.OtherMethod;
import io.voicetelemetry.integration.Listeners.PayloadMethod;
import io.voicetelemetry.integration.Listeners.PrototypeBean;
import io.voicetelemetry.integration.Listeners.SessionMethods;
import io.voicetelemetry.integration.Listeners.TellsWhenClosed;
import io.voicetelemetry.integration.Listeners.TellsWhenDestroyed;
import io.voicetelemetry.integration.Listeners.Throwing;
import io.voicetelemetry.integration.Listeners.ToolMethod;
import io.voicetelemetry.integration.Listeners.TurnListener;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MetricsEventPublisherTests {

	private static final MetricsOrigin ORIGIN = MetricsOrigin.of(null, null, Instant.EPOCH);

	private static final ToolMetrics TOOL = new ToolMetrics(ORIGIN, "find_slot", 1);

	private static final TurnMetrics TURN = new TurnMetrics(ORIGIN, TurnMetrics.Role.USER, 1, false, false);

	private static final SessionStart START = new SessionStart("call-1", null, null, null, Instant.EPOCH, "t", "s");

	private static final UsageSummary USAGE = new UsageSummary("call-1", null, Instant.EPOCH, "t", "s", List.of());

	private static final SessionSummary END = new SessionSummary("call-1", null, "t", Instant.EPOCH, Duration.ZERO,
			Outcome.SUCCESS, "hangup", null, 0, 0, 0, 0, 0, 0, OptionalLong.empty(), OptionalLong.empty());

	@Test
	void aMethodHearsTheTypeOfItsParameterAlone() {
		assertThat(heardBy(ToolMethod.class)).containsExactly(TOOL);
	}

	@Test
	void aMethodHearsAllFigures() {
		assertThat(heardBy(MetricsMethod.class)).containsExactly(TOOL, TURN);
	}

	@Test
	void aMethodHearsSessionsAndTheirUsage() {
		assertThat(heardBy(SessionMethods.class)).containsExactly(START, USAGE, END);
	}

	@Test
	void aMethodHearsTheTypesOfItsAnnotation() {
		assertThat(heardBy(AnnotatedMethod.class)).containsExactly("one of them", "one of them");
	}

	@Test
	void aMethodHearsPayloadEvents() {
		assertThat(heardBy(PayloadMethod.class)).containsExactly(TURN);
	}

	@Test
	void aListenerBeanHears() {
		assertThat(heardBy(TurnListener.class)).containsExactly(TURN);
	}

	@Test
	void aListenerThatIsALambdaHearsWhatItsBeanMethodDeclares() {
		assertThat(heardBy(LambdaBean.class)).containsExactly(TURN);
	}

	@Test
	void aBeanWhoseTypeCannotBeToldIsLookedForOnce() {
		AtomicInteger asked = new AtomicInteger();
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory() {

			@Override
			public String[] getBeanNamesForType(Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
				if (type == ApplicationListener.class && isConfigurationFrozen()) {
					asked.incrementAndGet();
					throw new NoClassDefFoundError("some/Library");
				}
				return super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
			}

		};
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans)) {
			context.refresh();
			int before = asked.get();
			MetricsEventPublisher publisher = new MetricsEventPublisher(context);
			assertThat(publisher.isAwaited(ToolMetrics.class)).isTrue();
			assertThat(publisher.isAwaited(ToolMetrics.class)).isTrue();
			assertThat(asked.get() - before).isEqualTo(1);
		}
	}

	@Test
	void nothingIsLookedForDuringACallOnceItIsPrepared() {
		AtomicInteger asked = new AtomicInteger();
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory() {

			@Override
			public String[] getBeanNamesForType(Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
				asked.incrementAndGet();
				return super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
			}

		};
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans)) {
			context.register(LambdaBean.class, Heard.class);
			context.refresh();
			MetricsEventPublisher publisher = new MetricsEventPublisher(context);
			publisher.prepare();
			int before = asked.get();
			for (Class<?> type : VoiceMetrics.class.getPermittedSubclasses()) {
				publisher.isAwaited(type);
			}
			publisher.isAwaited(SessionStart.class);
			publisher.isAwaited(UsageSummary.class);
			publisher.isAwaited(SessionSummary.class);
			assertThat(asked.get() - before).isZero();
		}
	}

	@Test
	void nothingIsPublishedWithoutListeners() {
		assertThat(heardBy(OtherMethod.class)).isEmpty();
	}

	@Test
	void nothingIsPublishedForWhoTakesAnything() {
		assertThat(heardBy(CatchAll.class)).isEmpty();
	}

	@Test
	void nothingIsPublishedForWhoTakesOtherThings() {
		assertThat(heardBy(OtherLambdaBean.class, CatchAll.class)).isEmpty();
	}

	@Test
	void whoTakesAnythingHearsWhatSomebodyElseAskedFor() {
		assertThat(heardBy(ToolMethod.class, CatchAll.class)).containsExactlyInAnyOrder(TOOL, "any event",
				"any payload", "any record");
	}

	@Test
	void aLazyBeanHears() {
		assertThat(heardBy(LazyBeans.class)).containsExactly(TOOL, TURN);
	}

	@Test
	void everyBeanOfAScopeHears() {
		assertThat(heardBy(PrototypeBean.class)).containsExactly(TURN);
	}

	@Test
	void hearsInABootApplication() {
		assertThat(heardInBoot(ToolMethod.class)).containsExactly(TOOL);
		assertThat(heardInBoot(ToolMethod.class, "--spring.main.lazy-initialization=true")).containsExactly(TOOL);
		assertThat(heardInBoot(TurnListener.class, "--spring.main.lazy-initialization=true")).containsExactly(TURN);
	}

	@Test
	void nothingIsPublishedInABootApplicationWithoutListeners() {
		assertThat(heardInBoot(CatchAll.class)).isEmpty();
	}

	@Test
	void nobodyInAnApplicationWithEverythingOfBootAsksForAnything() {
		SpringApplication application = new SpringApplicationBuilder(Heard.class, CatchAll.class,
				EverythingOfBoot.class)
			.web(WebApplicationType.SERVLET)
			.properties("spring.main.banner-mode=off", "server.port=0", "server.address=127.0.0.1")
			.build();
		try (ConfigurableApplicationContext context = application.run()) {
			tellAll(new MetricsEventPublisher(context));
			assertThat(context.getBean(Heard.class).events()).isEmpty();
		}
	}

	@Test
	void listenersMayComeAndGoMeanwhile() throws Exception {
		try (ConfigurableApplicationContext context = context(ToolMethod.class)) {
			MetricsEventPublisher publisher = new MetricsEventPublisher(context);
			AtomicBoolean over = new AtomicBoolean();
			CompletableFuture<Void> registering = CompletableFuture.runAsync(() -> {
				List<TurnListener> some = IntStream.range(0, 50)
					.mapToObj((i) -> new TurnListener(new Heard()))
					.toList();
				while (!over.get()) {
					some.forEach(context::addApplicationListener);
					some.forEach(context::removeApplicationListener);
				}
			});
			try {
				for (int i = 0; i < 2000; i++) {
					publisher.onMetrics(TOOL);
				}
			}
			finally {
				over.set(true);
			}
			registering.get(10, TimeUnit.SECONDS);
			assertThat(context.getBean(Heard.class).events()).hasSize(2000);
		}
	}

	@Test
	void aListenerMayComeAndGo() {
		try (ConfigurableApplicationContext context = context(CatchAll.class)) {
			List<Object> heard = context.getBean(Heard.class).events();
			MetricsEventPublisher publisher = new MetricsEventPublisher(context);
			publisher.onMetrics(TOOL);
			assertThat(heard).isEmpty();
			TurnListener late = new TurnListener(context.getBean(Heard.class));
			context.addApplicationListener(late);
			publisher.onMetrics(TOOL);
			assertThat(heard).isEmpty();
			publisher.onMetrics(TURN);
			assertThat(heard).hasSize(4).contains(TURN);
			context.removeApplicationListener(late);
			publisher.onMetrics(TURN);
			assertThat(heard).hasSize(4);
		}
	}

	@Test
	void aLambdaThatComesLaterHears() {
		try (ConfigurableApplicationContext context = context(OtherMethod.class)) {
			MetricsEventPublisher publisher = new MetricsEventPublisher(context);
			publisher.onMetrics(TURN);
			List<VoiceMetrics> heard = new ArrayList<>();
			Consumer<TurnMetrics> consumer = heard::add;
			context.addApplicationListener(ApplicationListener.forPayload(consumer));
			publisher.onMetrics(TURN);
			publisher.onMetrics(TOOL);
			assertThat(heard).containsExactly(TURN);
		}
	}

	@Test
	void aParentHears() {
		try (ConfigurableApplicationContext parent = context(ToolMethod.class);
				AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(parent);
			child.refresh();
			tellAll(new MetricsEventPublisher(child));
			assertThat(parent.getBean(Heard.class).events()).containsExactly(TOOL);
		}
	}

	@Test
	void nothingIsPublishedOnceTheContextIsClosed() {
		ConfigurableApplicationContext context = context(ToolMethod.class, LazyBeans.class);
		Heard heard = context.getBean(Heard.class);
		MetricsEventPublisher publisher = new MetricsEventPublisher(context);
		tellAll(publisher);
		assertThat(heard.events()).hasSize(3);
		context.close();
		assertThatCode(() -> tellAll(publisher)).doesNotThrowAnyException();
		assertThat(heard.events()).hasSize(3);
	}

	@Test
	void nothingIsPublishedToWhoIsStillRegisteredWithAClosedContext() {
		Heard heard = new Heard();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		// What was there before the start is there after the end.
		context.addApplicationListener(new TurnListener(heard));
		context.refresh();
		MetricsEventPublisher publisher = new MetricsEventPublisher(context);
		publisher.onMetrics(TURN);
		context.close();
		publisher.onMetrics(TURN);
		assertThat(heard.events()).containsExactly(TURN);
	}

	@Test
	void whatHappensWhileTheContextClosesIsStillHeard() {
		ConfigurableApplicationContext context = context(ToolMethod.class);
		Heard heard = context.getBean(Heard.class);
		MetricsEventPublisher publisher = new MetricsEventPublisher(context);
		context.addApplicationListener(new TellsWhenClosed(publisher, TOOL));
		context.close();
		assertThat(heard.events()).containsExactly(TOOL);
	}

	@Test
	void aListenerThatIsGoneIsNoFailure() {
		ConfigurableApplicationContext context = context(TellsWhenDestroyed.class, LazyBeans.class);
		Heard heard = context.getBean(Heard.class);
		TellsWhenDestroyed last = context.getBean(TellsWhenDestroyed.class);
		MetricsEventPublisher publisher = new MetricsEventPublisher(context);
		last.tell(() -> tellAll(publisher));
		context.close();
		assertThat(last.failure()).isNull();
		assertThat(last.isTold()).isTrue();
		assertThat(heard.events()).isEmpty();
	}

	@Test
	void nothingIsPublishedBeforeTheContextIsThere() {
		try (StaticApplicationContext context = new StaticApplicationContext()) {
			assertThatCode(() -> tellAll(new MetricsEventPublisher(context))).doesNotThrowAnyException();
		}
	}

	@Test
	void whatAListenerThrowsPassesToTheCaller() {
		try (ConfigurableApplicationContext context = context(Throwing.class)) {
			MetricsEventPublisher publisher = new MetricsEventPublisher(context);
			assertThatIllegalStateException().isThrownBy(() -> publisher.onMetrics(TOOL)).withMessage("not today");
		}
	}

	private static List<Object> heardBy(Class<?>... listeners) {
		try (ConfigurableApplicationContext context = context(listeners)) {
			tellAll(new MetricsEventPublisher(context));
			return context.getBean(Heard.class).events();
		}
	}

	private static List<Object> heardInBoot(Class<?> listener, String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(Heard.class, listener).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.build();
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			tellAll(new MetricsEventPublisher(context));
			return context.getBean(Heard.class).events();
		}
	}

	private static ConfigurableApplicationContext context(Class<?>... listeners) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Heard.class);
		context.register(listeners);
		context.refresh();
		return context;
	}

	private static void tellAll(MetricsEventPublisher publisher) {
		publisher.onSessionStart(START);
		publisher.onMetrics(TOOL);
		publisher.onMetrics(TURN);
		publisher.onUsage(USAGE);
		publisher.onSessionEnd(END);
	}

}
