package io.voicetelemetry.integration.propagation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.logging.LogContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.autoconfigure.VoiceTelemetryAutoConfiguration;
import io.voicetelemetry.autoconfigure.VoiceTelemetryPropagationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is registered with the process, for how long, and what it does there.
 */
class ContextPropagationTests {

	private static final ContextKey<String> KEY = ContextKey.named("of-the-application");

	private final ContextRegistry registry = ContextRegistry.getInstance();

	private final ContextSnapshotFactory clearing = ContextSnapshotFactory.builder().clearMissing(true).build();

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry.builder(OpenTelemetrySdk.builder().build()).build();

	private final VoiceSession session = this.telemetry.session().id("call-1").start();

	private final ApplicationContextRunner applications = new ApplicationContextRunner()
		.withBean(OpenTelemetry.class, () -> OpenTelemetrySdk.builder().build())
		.withConfiguration(AutoConfigurations.of(VoiceTelemetryAutoConfiguration.class,
				VoiceTelemetryPropagationAutoConfiguration.class));

	@BeforeEach
	void nothingIsThere() {
		// An application of another test may be about to end.
		Awaitility.await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(ours()).isZero());
	}

	@AfterEach
	void nothingIsLeft() {
		this.telemetry.close();
		assertThat(ours()).isZero();
		assertThat(Seen.here().isOutside()).isTrue();
	}

	@Test
	void isRegisteredAsLongAsAnApplicationRuns() {
		this.applications.run((first) -> {
			assertThat(first).hasSingleBean(ContextPropagation.class);
			assertThat(ours()).isEqualTo(1);
			this.applications.run((second) -> {
				assertThat(second.getBean(ContextPropagation.class).isActive()).isTrue();
				assertThat(ours()).isEqualTo(1);
			});
			assertThat(ours()).isEqualTo(1);
			first.close();
			assertThat(ours()).isZero();
		});
	}

	@Test
	void isOnlyGoneWithTheLastApplicationWhicheverThatIs() {
		ContextPropagation first = ContextPropagation.register();
		ContextPropagation second = ContextPropagation.register();
		first.close();
		first.close();
		assertThat(ours()).isEqualTo(1);
		assertThat(second.isActive()).isTrue();
		second.close();
		assertThat(ours()).isZero();
		ContextPropagation third = ContextPropagation.register();
		assertThat(ours()).isEqualTo(1);
		third.close();
	}

	@Test
	void isRegisteredInALazyApplication() {
		this.applications
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(ours()).isEqualTo(1));
	}

	@Test
	void isNotThereWhenItIsOff() {
		this.applications.withPropertyValues("voice.telemetry.propagation.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ContextPropagation.class);
			assertThat(ours()).isZero();
		});
		this.applications.withPropertyValues("voice.telemetry.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ContextPropagation.class);
			assertThat(ours()).isZero();
		});
	}

	@Test
	void needsTheLibrary() {
		this.applications.withClassLoader(new FilteredClassLoader(ContextRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ContextPropagation.class));
		this.applications.withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ContextPropagation.class));
		this.applications.withClassLoader(new FilteredClassLoader("reactor"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ContextPropagation.class));
	}

	@Test
	void leavesItToAnAccessorOfTheApplication() {
		this.registry.registerThreadLocalAccessor("of-the-application", Context::current,
				(context) -> context.makeCurrent(), () -> Context.root().makeCurrent());
		try {
			this.applications.run((context) -> {
				assertThat(context.getBean(ContextPropagation.class).isActive()).isFalse();
				assertThat(ours()).isZero();
			});
		}
		finally {
			this.registry.removeThreadLocalAccessor("of-the-application");
		}
	}

	@Test
	void standsBesideOtherAccessors() {
		ThreadLocal<String> own = new ThreadLocal<>();
		this.registry.registerThreadLocalAccessor("of-something-else", own);
		this.registry.registerThreadLocalAccessor(new Broken());
		try (ContextPropagation propagation = ContextPropagation.register()) {
			assertThat(propagation.isActive()).isTrue();
		}
		finally {
			this.registry.removeThreadLocalAccessor("of-something-else");
			this.registry.removeThreadLocalAccessor("broken");
		}
	}

	@Test
	void standsBehindTheAccessorOfObservations() {
		try (ContextPropagation propagation = ContextPropagation.register()) {
			List<Object> keys = this.registry.getThreadLocalAccessors()
				.stream()
				.<Object>map(ThreadLocalAccessor::key)
				.toList();
			assertThat(keys).containsSubsequence(ObservationThreadLocalAccessor.KEY, VoiceContextAccessor.KEY);
		}
	}

	@Test
	@NotUnderJavaagent
	void takesAlongWhatTheApplicationKeepsInTheContext() throws Exception {
		try (ContextPropagation propagation = ContextPropagation.register();
				Scope scope = this.session.makeCurrent();
				Scope inner = Context.current().with(KEY, "its own").makeCurrent()) {
			Seen here = Seen.here();
			ContextSnapshot snapshot = ContextSnapshotFactory.builder().build().captureAll();
			CompletableFuture.runAsync(snapshot.wrap(() -> {
				assertThat(Context.current().get(KEY)).isEqualTo("its own");
				assertThat(Seen.here()).isEqualTo(here);
			})).get(30, TimeUnit.SECONDS);
			CompletableFuture.runAsync(() -> assertThat(Seen.here().isOutside()).isTrue()).get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void whatIsTakenAlongMayBeOfNoCall() {
		try (ContextPropagation propagation = ContextPropagation.register()) {
			ContextSnapshot outside = this.clearing.captureAll();
			try (Scope scope = this.session.makeCurrent()) {
				Seen inside = Seen.here();
				assertThat(inside).isEqualTo(Seen.in(this.session, this.session));
				run(outside, () -> assertThat(Seen.here().isOutside()).isTrue());
				assertThat(Seen.here()).isEqualTo(inside);
			}
		}
	}

	@Test
	void nestsOnOneThread() {
		VoiceSession other = this.telemetry.session().id("call-2").start();
		Seen inFirst = Seen.in(this.session, this.session);
		Seen inSecond = Seen.in(other, other);
		try (ContextPropagation propagation = ContextPropagation.register()) {
			ContextSnapshot first = captureIn(this.session);
			ContextSnapshot second = captureIn(other);
			run(first, () -> {
				assertThat(Seen.here()).isEqualTo(inFirst);
				run(second, () -> {
					assertThat(Seen.here()).isEqualTo(inSecond);
					run(first, () -> assertThat(Seen.here()).isEqualTo(inFirst));
					assertThat(Seen.here()).isEqualTo(inSecond);
				});
				assertThat(Seen.here()).isEqualTo(inFirst);
			});
		}
	}

	@Test
	@NotUnderJavaagent
	void codeThatLeavesSomethingCurrentDoesNotLeaveItOnTheThread() {
		try (ContextPropagation propagation = ContextPropagation.register()) {
			run(captureIn(this.session), () -> {
				Scope never = Context.current().with(KEY, "left").makeCurrent();
				assertThat(never).isNotNull();
			});
			assertThat(Context.current()).isSameAs(Context.root());
		}
	}

	@Test
	void whatIsAttachedIsUndoneEvenWhenTheApplicationHasEndedMeanwhile() throws Exception {
		ContextPropagation propagation = ContextPropagation.register();
		ContextSnapshot snapshot = captureIn(this.session);
		CountDownLatch attached = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		CompletableFuture<Seen> after = CompletableFuture.supplyAsync(() -> {
			try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
				attached.countDown();
				await(closed);
			}
			return Seen.here();
		});
		await(attached);
		propagation.close();
		try (Scope scope = this.session.makeCurrent()) {
			assertThat(this.clearing.captureAll().toString()).doesNotContain(VoiceContextAccessor.KEY);
		}
		closed.countDown();
		assertThat(after.get(30, TimeUnit.SECONDS).isOutside()).isTrue();
		assertThat(ours()).isZero();
	}

	@Test
	void theLogIsNotToldOfACallThatWasLeftBehindSomethingElse() {
		try (ContextPropagation propagation = ContextPropagation.register()) {
			ContextSnapshot outside = this.clearing.captureAll();
			AttachedContext.attach(CarriedContext.of(this.session));
			try (Scope ofObservation = Context.root().makeCurrent()) {
				assertThat(Seen.here().log()).isEqualTo("call-1");
				run(outside, () -> assertThat(Seen.here().isOutside()).isTrue());
				assertThat(Seen.here().log()).isEqualTo("call-1");
			}
			AttachedContext.detach();
		}
	}

	@Test
	void whatTheApplicationTellsTheLogItselfStays() {
		try (ContextPropagation propagation = ContextPropagation.register();
				MDC.MDCCloseable own = MDC.putCloseable(LogContext.SESSION_ID, "its own")) {
			run(this.clearing.captureAll(), () -> assertThat(Seen.here().log()).isEqualTo("its own"));
			try (LogContext context = LogContext.of("call-2", null, null, null)) {
				run(this.clearing.captureAll(), () -> assertThat(Seen.here().log()).isEqualTo("call-2"));
			}
		}
	}

	@Test
	void nothingIsAttachedThatNobodyMightUndo() {
		VoiceContextAccessor accessor = new VoiceContextAccessor(() -> {
		});
		accessor.retire(true);
		accessor.setValue(this.session.context());
		assertThat(Seen.here().isOutside()).isTrue();
		try (Scope scope = this.session.makeCurrent()) {
			accessor.setValue();
			assertThat(Seen.here()).isEqualTo(Seen.in(this.session, this.session));
			accessor.restore();
			accessor.restore();
			assertThat(Seen.here()).isEqualTo(Seen.in(this.session, this.session));
		}
		assertThat(accessor.isInUse()).isFalse();
	}

	@Test
	void aChainOfReactorKnowsItsStage() {
		assertThat(VoiceReactorContext.stage(reactor.util.context.Context.of(VoiceReactorContext.of(this.session))))
			.isSameAs(this.session);
		assertThat(VoiceReactorContext.of(null).isEmpty()).isTrue();
		assertThat(VoiceReactorContext.of(VoiceTelemetry.noop().session().start()).isEmpty()).isTrue();
		assertThat(VoiceReactorContext.stage(null)).isNull();
		assertThat(VoiceReactorContext.stage(reactor.util.context.Context.empty())).isNull();
	}

	private static void run(ContextSnapshot snapshot, Runnable work) {
		snapshot.wrap(work).run();
	}

	private ContextSnapshot captureIn(VoiceSession session) {
		try (Scope scope = session.makeCurrent()) {
			return this.clearing.captureAll();
		}
	}

	private long ours() {
		return this.registry.getThreadLocalAccessors()
			.stream()
			.filter((accessor) -> accessor.key().equals(VoiceContextAccessor.KEY))
			.count();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * One that cannot be asked.
	 */
	private static final class Broken implements ThreadLocalAccessor<String> {

		@Override
		public Object key() {
			return "broken";
		}

		@Override
		public @Nullable String getValue() {
			throw new IllegalStateException("not today");
		}

		@Override
		public void setValue(String value) {
		}

		@Override
		public void setValue() {
		}

	}

}
