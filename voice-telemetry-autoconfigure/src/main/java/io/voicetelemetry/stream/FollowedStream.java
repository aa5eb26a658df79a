package io.voicetelemetry.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A stream that tells of its items and of how it ended. What is done with it is done by
 * the stream itself, so that it stays as lazy, as sized and as parallel as it is: only
 * which operation is asked for is seen here.
 */
final class FollowedStream implements InvocationHandler {

	private static final List<Class<?>> TYPES = List.of(Stream.class, IntStream.class, LongStream.class,
			DoubleStream.class);

	private final BaseStream<?, ?> source;

	private final RunningStage stage;

	private FollowedStream(BaseStream<?, ?> source, RunningStage stage) {
		this.source = source;
		this.stage = stage;
	}

	static boolean isFollowed(Class<?> type) {
		return TYPES.contains(type) || type == BaseStream.class;
	}

	static Object of(BaseStream<?, ?> source, RunningStage stage) {
		return proxy(peeking(source, stage), stage);
	}

	private static BaseStream<?, ?> peeking(BaseStream<?, ?> source, RunningStage stage) {
		// A parallel stream has items at the same time.
		if (source instanceof IntStream items) {
			return items.peek((item) -> tell(stage, item));
		}
		if (source instanceof LongStream items) {
			return items.peek((item) -> tell(stage, item));
		}
		if (source instanceof DoubleStream items) {
			return items.peek((item) -> tell(stage, item));
		}
		return (source instanceof Stream<?> items) ? items.peek((item) -> tell(stage, item)) : source;
	}

	private static void tell(RunningStage stage, @Nullable Object item) {
		if (item != null) {
			synchronized (stage) {
				stage.item(item);
			}
		}
	}

	private static Object proxy(BaseStream<?, ?> source, RunningStage stage) {
		Class<?> type = typeOf(source);
		return Proxy.newProxyInstance(FollowedStream.class.getClassLoader(), new Class<?>[] { type },
				new FollowedStream(source, stage));
	}

	private static Class<?> typeOf(BaseStream<?, ?> source) {
		for (Class<?> type : TYPES) {
			if (type.isInstance(source)) {
				return type;
			}
		}
		return BaseStream.class;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return ofObject(this.source, proxy, method, arguments);
		}
		if (method.getName().equals("close")) {
			this.stage.cancel();
		}
		Object result;
		try {
			result = method.invoke(this.source, arguments);
		}
		catch (InvocationTargetException ex) {
			Throwable error = Causes.thrownBy(ex);
			this.stage.fail(error);
			throw error;
		}
		if (result instanceof BaseStream<?, ?> stream) {
			return (stream == this.source) ? proxy : proxy(stream, this.stage);
		}
		if (method.getName().equals("iterator") || method.getName().equals("spliterator")) {
			return FollowedCursor.of(result, this.stage);
		}
		if (!method.getName().equals("isParallel")) {
			this.stage.complete();
		}
		return result;
	}

	static @Nullable Object ofObject(Object source, Object proxy, Method method,
			@Nullable Object @Nullable [] arguments) {
		return switch (method.getName()) {
			case "equals" -> arguments != null && proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> source.toString();
		};
	}

}
