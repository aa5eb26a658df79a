package io.voicetelemetry.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
		if (method.getDeclaringClass() == Object.class) {
			return FollowedStream.ofObject(this.source, proxy, method, arguments);
		}
		Object result;
		try {
			result = method.invoke(this.source, arguments);
		}
		catch (InvocationTargetException ex) {
			Throwable error = Causes.thrownBy(ex);
			if (error instanceof NoSuchElementException) {
				over();
			}
			else if (takesItems(method)) {
				this.stage.fail(error);
			}
			throw error;
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

	/**
	 * What else fails says nothing of the items: that they cannot be removed, say.
	 */
	private static boolean takesItems(Method method) {
		String name = method.getName();
		return name.equals("hasNext") || name.startsWith("next") || name.equals("tryAdvance")
				|| name.equals("forEachRemaining");
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
