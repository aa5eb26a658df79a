package io.voicetelemetry;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.UserIdPseudonyms;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.metrics.VoiceMeters;
import io.voicetelemetry.metrics.VoiceMetricsRecorder;
import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpTransport;
import io.voicetelemetry.session.SessionOptions;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.usage.UsageCollector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code null} for every argument of every public method and constructor of what is no
 * handle; handles have a test of their own. Row 22 of the scorecard: what records never
 * throws, and what is configured fails with the name of what is missing.
 */
class NullEverywhereTests {

	private static final List<String> PACKAGES = List.of("event", "usage", "metrics", "logging", "content");

	private static final List<Class<?>> OF_SESSIONS = List.of(SessionOptions.class, TelemetryAttribute.class,
			TelemetryAttributes.class, VoiceContext.class);

	/** What is called while calls go on. */
	private static final Set<Class<?>> RECORDING = Set.of(UsageCollector.class, VoiceMeters.class);

	static Stream<Executable> executables() throws Exception {
		List<Class<?>> types = new ArrayList<>(OF_SESSIONS);
		for (String name : PACKAGES) {
			types.addAll(publicTypes("io.voicetelemetry." + name));
		}
		List<Executable> executables = new ArrayList<>();
		for (Class<?> type : types) {
			Stream.concat(Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
				.filter((each) -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic()
						&& each.getParameterCount() > 0 && !isOfJava(each))
				.forEach(executables::add);
		}
		assertThat(executables).hasSizeGreaterThan(60);
		return executables.stream();
	}

	private static List<Class<?>> publicTypes(String name) throws Exception {
		File classes = new File(VoiceMeters.class.getProtectionDomain().getCodeSource().getLocation().toURI().getPath(),
				name.replace('.', '/'));
		List<Class<?>> types = new ArrayList<>();
		for (String file : new TreeSet<>(Arrays.asList(classes.list()))) {
			if (file.endsWith(".class") && !file.equals("package-info.class")) {
				Class<?> type = Class.forName(name + "." + file.replace(".class", ""));
				boolean visible = Modifier.isPublic(type.getModifiers()) && (type.getEnclosingClass() == null
						|| Modifier.isPublic(type.getEnclosingClass().getModifiers()));
				if (visible && (!type.isInterface() || type == VoiceMetricsListener.class)) {
					types.add(type);
				}
			}
		}
		return types;
	}

	private static boolean isOfJava(Executable executable) {
		return executable.getName().equals("equals") || executable.getName().equals("valueOf");
	}

	@ParameterizedTest
	@MethodSource("executables")
	void nullIsSurvivedOrNamed(Executable executable) throws Exception {
		for (int nullAt = -1; nullAt < executable.getParameterCount(); nullAt++) {
			@Nullable Object[] arguments = arguments(executable, nullAt);
			try {
				invoke(executable, arguments);
			}
			catch (InvocationTargetException ex) {
				Throwable thrown = ex.getCause();
				assertThat(executable instanceof Method && RECORDING.contains(executable.getDeclaringClass()))
					.as("%s threw %s", executable, thrown)
					.isFalse();
				assertThat(thrown).as("%s for %s", executable, Arrays.toString(arguments))
					.isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class);
				assertThat(namesOf(executable)).as("%s threw %s", executable, thrown)
					.anySatisfy((name) -> assertThat(String.valueOf(thrown.getMessage())).contains(name));
			}
		}
	}

	private static List<String> namesOf(Executable executable) {
		if (executable.getDeclaringClass().isRecord() && executable instanceof Constructor) {
			return Arrays.stream(executable.getDeclaringClass().getRecordComponents())
				.map(RecordComponent::getName)
				.toList();
		}
		return Arrays.stream(executable.getParameters()).map((parameter) -> parameter.getName()).toList();
	}

	private static void invoke(Executable executable, @Nullable Object[] arguments) throws Exception {
		if (executable instanceof Constructor<?> constructor) {
			constructor.newInstance(arguments);
		}
		else {
			Method method = (Method) executable;
			Object target = Modifier.isStatic(method.getModifiers()) ? null : target(method.getDeclaringClass());
			Object result = method.invoke(target, arguments);
			if (result instanceof AutoCloseable closeable) {
				closeable.close();
			}
		}
	}

	private static @Nullable Object[] arguments(Executable executable, int nullAt) {
		Class<?>[] types = executable.getParameterTypes();
		@Nullable Object[] arguments = new Object[types.length];
		for (int i = 0; i < types.length; i++) {
			boolean absent = (nullAt < 0 || i == nullAt) && !types[i].isPrimitive();
			arguments[i] = absent ? null : sample(types[i]);
		}
		return arguments;
	}

	private static Object target(Class<?> type) {
		if (type == VoiceMeters.class) {
			return new VoiceMeters(new SimpleMeterRegistry(), 10, 10);
		}
		if (type == VoiceMetricsListener.class) {
			return new VoiceMetricsRecorder(new SimpleMeterRegistry(), 10, 10).listener();
		}
		if (type == UserIdPseudonyms.class) {
			return UserIdPseudonyms.withKey("a key that is long enough");
		}
		return sample(type);
	}

	private static Object sample(Class<?> type) {
		Map<Class<?>, Object> samples = Map.ofEntries(Map.entry(String.class, "text"), Map.entry(int.class, 10),
				Map.entry(long.class, 1L), Map.entry(double.class, 1.0), Map.entry(boolean.class, true),
				Map.entry(Boolean.class, true), Map.entry(Integer.class, 1), Map.entry(Long.class, 1L),
				Map.entry(String[].class, new String[] { "name", "value" }),
				Map.entry(Object[].class, new Object[] { "value" }), Map.entry(Object.class, "value"),
				Map.entry(Instant.class, Instant.EPOCH), Map.entry(Duration.class, Duration.ofSeconds(1)),
				Map.entry(OptionalDouble.class, OptionalDouble.of(1)),
				Map.entry(OptionalLong.class, OptionalLong.of(1)), Map.entry(List.class, List.of()),
				Map.entry(Set.class, Set.of()), Map.entry(Map.class, Map.of()),
				Map.entry(Context.class, Context.root()), Map.entry(AttributeKey.class, AttributeKey.stringKey("key")),
				Map.entry(MeterRegistry.class, new SimpleMeterRegistry()),
				Map.entry(BiConsumer.class, (BiConsumer<Object, Object>) (one, other) -> {
				}), Map.entry(Function.class, (Function<Object, Object>) (value) -> value),
				Map.entry(ToDoubleFunction.class, (ToDoubleFunction<Object>) (value) -> 1),
				Map.entry(VoiceMetricsListener.class, (VoiceMetricsListener) (metrics) -> {
				}), Map.entry(UsageCollector.class, new UsageCollector()),
				Map.entry(OtlpTransport.class, new Nowhere()), Map.entry(ContentPolicy.class, ContentPolicy.none()),
				Map.entry(FenceReports.class, FenceReports.NONE));
		Object sample = samples.get(type);
		if (sample != null) {
			return sample;
		}
		if (type == VoiceMetrics.class) {
			return sampleRecord(LlmMetrics.class);
		}
		if (type.isEnum()) {
			return type.getEnumConstants()[0];
		}
		if (type.isRecord()) {
			return sampleRecord(type);
		}
		return madeBy(type);
	}

	/**
	 * Made by a constructor or factory of its own.
	 */
	private static Object madeBy(Class<?> type) {
		try {
			for (Constructor<?> constructor : type.getConstructors()) {
				return constructor.newInstance(arguments(constructor, Integer.MAX_VALUE));
			}
			for (Method method : type.getDeclaredMethods()) {
				if (Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())
						&& method.getReturnType() == type) {
					return method.invoke(null, arguments(method, Integer.MAX_VALUE));
				}
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError("A sample of " + type, ex);
		}
		throw new AssertionError("There is no sample of " + type);
	}

	private static <T> T sampleRecord(Class<T> type) {
		Class<?>[] types = Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getType)
			.toArray(Class<?>[]::new);
		try {
			return type.getDeclaredConstructor(types)
				.newInstance(Arrays.stream(types).map((each) -> sample(each)).toArray());
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError("A sample of " + type, ex);
		}
	}

	/**
	 * A transport that takes nothing anywhere.
	 */
	private static final class Nowhere implements OtlpTransport {

		@Override
		public CompletableFuture<OtlpAnswer> send(byte[] request) {
			return CompletableFuture.completedFuture(OtlpAnswer.Accepted.ALL);
		}

		@Override
		public void close() {
		}

	}

}
