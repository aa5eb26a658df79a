package io.voicetelemetry.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * An iterator or spliterator of a followed stream, which tells when it is at its end: of
 * a spliterator, when all of its parts are.
 */
final class FollowedCursor implements InvocationHandler {

	private static final List<Class<?>> TYPES = List.of(PrimitiveIterator.OfInt.class, PrimitiveIterator.OfLong.class,
			PrimitiveIterator.OfDouble.class, Spliterator.OfInt.class, Spliterator.OfLong.class,
			Spliterator.OfDouble.class, Spliterator.class, Iterator.class);

	private final Object source;

	private final RunningStage stage;

	/** How many parts are not at their end. */
	private final AtomicInteger parts;

	private boolean over;

	private FollowedCursor(Object source, RunningStage stage, AtomicInteger parts) {
		this.source = source;
		this.stage = stage;
		this.parts = parts;
	}

	static Object of(Object source, RunningStage stage) {
		return proxy(source, stage, new AtomicInteger(1));
	}

	private static Object proxy(Object source, RunningStage stage, AtomicInteger parts) {
		Class<?> type = TYPES.stream().filter((each) -> each.isInstance(source)).findFirst().orElseThrow();
		return Proxy.newProxyInstance(FollowedCursor.class.getClassLoader(), new Class<?>[] { type },
				new FollowedCursor(source, stage, parts));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		Object result;
		try {
			result = method.invoke(this.source, arguments);
		}
		catch (InvocationTargetException ex) {
			this.stage.fail(ex.getTargetException());
			throw ex.getCause();
		}
		switch (method.getName()) {
			case "hasNext", "tryAdvance" -> {
				if (Boolean.FALSE.equals(result)) {
					over();
				}
			}
			case "forEachRemaining" -> over();
			case "trySplit" -> {
				if (result != null) {
					this.parts.incrementAndGet();
					return proxy(result, this.stage, this.parts);
				}
			}
			default -> {
			}
		}
		return result;
	}

	private void over() {
		if (!this.over) {
			this.over = true;
			if (this.parts.decrementAndGet() == 0) {
				this.stage.complete();
			}
		}
	}

}
