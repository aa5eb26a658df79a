package io.voicetelemetry.session;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * {@code null} for every argument of every recording method, on handles that are open,
 * over, or never were anything.
 */
class NullArgumentTests {

	/** What others implement; telemetry calls it. */
	private static final Set<Class<?>> IMPLEMENTED_BY_OTHERS = Set.of(LlmResult.class, SttResult.class, TtsResult.class,
			ResultReader.class, ChunkReader.class, ChunkReader.Reading.class, TimeSource.class, UntoldResult.class);

	private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(Map.entry(String.class, "text"),
			Map.entry(String[].class, new String[] { "name" }), Map.entry(Object[].class, new Object[] { "value" }),
			Map.entry(long.class, 1L), Map.entry(int.class, 1), Map.entry(double.class, 0.5),
			Map.entry(boolean.class, true), Map.entry(Instant.class, VirtualTime.START),
			Map.entry(AudioFormat.class, AudioFormat.pcm16(8000)), Map.entry(Duration.class, Duration.ofMillis(1)),
			Map.entry(Throwable.class, new IllegalStateException()), Map.entry(Object.class, "value"),
			Map.entry(TokenUsage.class, TokenUsage.of(1L, 2L)), Map.entry(List.class, List.of("stop")),
			Map.entry(TelemetryAttribute.class, TelemetryAttributes.USE_CASE), Map.entry(Stage.class, Stage.OPERATION),
			Map.entry(RefusalReason.class, RefusalReason.USER_CODE_FAILED),
			Map.entry(VoiceSession.class, NoopHandles.SESSION), Map.entry(Callable.class, (Callable<String>) () -> "x"),
			Map.entry(Runnable.class, (Runnable) () -> {
			}), Map.entry(Supplier.class, (Supplier<String>) () -> "x"),
			Map.entry(Consumer.class, (Consumer<Object>) (value) -> {
			}), Map.entry(Function.class, (Function<Object, Object>) (value) -> value),
			Map.entry(VoiceMetricsListener.class, (VoiceMetricsListener) (metrics) -> {
			}), Map.entry(Executor.class, (Executor) Runnable::run));

	private static final Map<Class<?>, Object> NULLS = Map.of(long.class, 0L, int.class, 0, double.class, 0.0,
			boolean.class, false);

	static Stream<Method> methods() throws Exception {
		List<Method> methods = new ArrayList<>();
		for (Class<?> type : publicInterfaces()) {
			for (Method method : type.getDeclaredMethods()) {
				if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()
						&& !method.getName().equals("builder")) {
					methods.add(method);
				}
			}
		}
		assertThat(methods).hasSizeGreaterThan(100);
		return methods.stream();
	}

	private static List<Class<?>> publicInterfaces() throws Exception {
		File classes = new File(VoiceSpan.class.getProtectionDomain().getCodeSource().getLocation().toURI().getPath(),
				"io/voicetelemetry/session");
		List<Class<?>> interfaces = new ArrayList<>();
		for (String file : new TreeSet<>(Arrays.asList(classes.list()))) {
			Class<?> type = Class.forName("io.voicetelemetry.session." + file.replace(".class", ""), false,
					VoiceSpan.class.getClassLoader());
			if (type.isInterface() && Modifier.isPublic(type.getModifiers()) && !IMPLEMENTED_BY_OTHERS.contains(type)) {
				interfaces.add(type);
			}
		}
		assertThat(interfaces).contains(VoiceTelemetry.class, VoiceSession.class, LlmCall.class, SessionBuilder.class);
		return interfaces;
	}

	@ParameterizedTest
	@MethodSource("methods")
	void isSurvivedInEveryPlace(Method method) throws Exception {
		int parameters = method.getParameterCount();
		for (State state : State.values()) {
			invoke(method, state, arguments(method, -1));
			for (int i = 0; i < parameters; i++) {
				invoke(method, state, arguments(method, i));
			}
		}
	}

	/**
	 * Samples for all parameters but one, or nothing but {@code null}.
	 */
	private static @Nullable Object[] arguments(Method method, int nullAt) {
		Class<?>[] types = method.getParameterTypes();
		@Nullable Object[] arguments = new Object[types.length];
		for (int i = 0; i < types.length; i++) {
			if (nullAt < 0 || i == nullAt) {
				arguments[i] = NULLS.get(types[i]);
			}
			else {
				assertThat(SAMPLES).as("a sample for %s", method).containsKey(types[i]);
				arguments[i] = SAMPLES.get(types[i]);
			}
		}
		return arguments;
	}

	private static void invoke(Method method, State state, @Nullable Object[] arguments) throws Exception {
		try (Recording recording = Recording.withContent()) {
			Object target = state.target(recording, method.getDeclaringClass());
			Object result = method.invoke(target, arguments);
			if (result instanceof Scope scope) {
				scope.close();
			}
			boolean mayBeNull = method.getReturnType() == void.class || method.getName().equals("call");
			assertThat(mayBeNull || result != null).as("%s returned %s", method, result).isTrue();
			recording.telemetry.findSession("call-1").ifPresent((session) -> session.end("hangup"));
			recording.assertValid();
			assertThat(recording.refusals(RefusalReason.INTERNAL_ERROR)).isZero();
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError(method + " threw " + ex.getCause() + " for " + Arrays.toString(arguments),
					ex.getCause());
		}
	}

	@Test
	void ofTheConfigurationFailsWithItsName() {
		Recording recording = new Recording();
		VoiceTelemetryBuilder builder = VoiceTelemetry.builder(recording.sdk);
		assertThatNullPointerException().isThrownBy(() -> VoiceTelemetry.builder(null)).withMessage("openTelemetry");
		assertThatNullPointerException().isThrownBy(() -> builder.content(null)).withMessage("content");
		assertThatNullPointerException().isThrownBy(() -> builder.attributes(null)).withMessage("attributes");
		assertThatNullPointerException().isThrownBy(() -> builder.options(null)).withMessage("options");
		assertThatNullPointerException().isThrownBy(() -> builder.timeSource(null)).withMessage("timeSource");
		assertThatNullPointerException().isThrownBy(() -> builder.onSessionEnd(null)).withMessage("onSessionEnd");
		assertThatNullPointerException().isThrownBy(() -> builder.metricsConsumer(null)).withMessage("consumer");
		assertThatNullPointerException().isThrownBy(() -> builder.metricsListener(null)).withMessage("listener");
		assertThatNullPointerException().isThrownBy(() -> TelemetryAttribute.content(null)).withMessage("key");
		assertThatNullPointerException().isThrownBy(() -> TelemetryAttribute.safe(null)).withMessage("key");
		assertThatNullPointerException()
			.isThrownBy(() -> new SessionOptions(false, false, false, null, Duration.ofHours(1)))
			.withMessage("maxIdle");
		recording.close();
	}

	@Test
	void limitsThatAreNoneFailWithTheirName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SessionOptions(false, false, false, Duration.ZERO, Duration.ofHours(1)))
			.withMessage("maxIdle must be positive but is PT0S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SessionOptions(false, false, false, Duration.ofHours(1), Duration.ofNanos(-1)))
			.withMessage("maxDuration must be positive but is PT-0.000000001S");
	}

	/**
	 * What may have become of a handle when it is called.
	 */
	private enum State {

		OPEN, ENDING, ENDED, NOTHING;

		Object target(Recording recording, Class<?> type) {
			if (type == VoiceTelemetry.class || type == ClosableVoiceTelemetry.class) {
				if (this == ENDED) {
					recording.telemetry.close();
				}
				return (this == NOTHING && type == VoiceTelemetry.class) ? VoiceTelemetry.noop() : recording.telemetry;
			}
			if (type == SessionBuilder.class) {
				return ((this == NOTHING) ? VoiceTelemetry.noop() : recording.telemetry).session();
			}
			VoiceSpan handle = (this != NOTHING) ? handle(recording.session(), type) : nothing(type);
			if (this == ENDING) {
				handle.startOperation("child");
				handle.end();
			}
			if (this == ENDED) {
				handle.end();
			}
			return handle;
		}

		private static VoiceSpan handle(VoiceSession session, Class<?> type) {
			if (type == VoiceSession.class) {
				return session;
			}
			if (type == UserTurn.class) {
				return session.startUserTurn();
			}
			if (type == AgentTurn.class) {
				return session.startAgentTurn();
			}
			if (type == SpeechRecognition.class) {
				return session.startRecognition();
			}
			if (type == EndOfTurnDetection.class) {
				return session.startUserTurn().startEndOfTurnDetection();
			}
			if (type == LlmNode.class) {
				return session.startLlmNode();
			}
			if (type == ToolCall.class) {
				return session.startToolCall("tool");
			}
			if (type == TtsNode.class) {
				return session.startTtsNode();
			}
			if (type == SpeechSynthesis.class) {
				return session.startSynthesis();
			}
			if (type == RealtimeInference.class) {
				return session.startRealtimeInference();
			}
			if (type == LlmCall.class || type == RetriedRequest.class) {
				return session.startLlmCall();
			}
			assertThat(type).isEqualTo(VoiceSpan.class);
			return session.startOperation("operation");
		}

		private static VoiceSpan nothing(Class<?> type) {
			return Stream.of(Stage.values())
				.map(NoopHandles::of)
				.filter(type::isInstance)
				.findFirst()
				.orElseThrow(() -> new AssertionError("Nothing does nothing as " + type));
		}

	}

}
