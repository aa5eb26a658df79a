package io.voicetelemetry.stream;

import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

/**
 * What holds a stream that is still to be read, as the clients of some providers return
 * it: it gives the stream, or hands its items to a handler, and is to be closed.
 */
final class FollowedHolder implements InvocationHandler {

	/** By name, because the clients may be absent. */
	private static final Set<String> TYPES = Set.of("com.openai.core.http.StreamResponse",
			"com.openai.core.http.AsyncStreamResponse", "com.openai.core.http.HttpResponse",
			"com.anthropic.core.http.StreamResponse", "com.anthropic.core.http.AsyncStreamResponse");

	private final Object source;

	private final RunningStage stage;

	private FollowedHolder(Object source, RunningStage stage) {
		this.source = source;
		this.stage = stage;
	}

	static boolean isFollowed(Class<?> type) {
		return type.isInterface() && TYPES.contains(type.getName());
	}

	static Object of(Object source, RunningStage stage) {
		for (Class<?> type = source.getClass(); type != null; type = type.getSuperclass()) {
			Class<?> held = find(type);
			if (held != null) {
				endWith(source, held, stage);
				return Proxy.newProxyInstance(held.getClassLoader(), new Class<?>[] { held },
						new FollowedHolder(source, stage));
			}
		}
		// Declared to be one, it is one; but nothing here may throw.
		stage.complete();
		return source;
	}

	private static @Nullable Class<?> find(Class<?> type) {
		for (Class<?> each : type.getInterfaces()) {
			Class<?> found = isFollowed(each) ? each : find(each);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/**
	 * What hands its items out has a future that tells when there are no more.
	 */
	private static void endWith(Object source, Class<?> type, RunningStage stage) {
		Object future;
		try {
			future = type.getMethod("onCompleteFuture").invoke(source);
		}
		catch (ReflectiveOperationException ex) {
			return;
		}
		if (future instanceof CompletionStage<?> completion) {
			FollowedCompletion.follow(completion, stage);
		}
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return FollowedStream.ofObject(this.source, proxy, method, arguments);
		}
		if (method.getName().equals("close")) {
			this.stage.cancel();
		}
		Object result;
		try {
			result = invoke(method, arguments);
		}
		catch (InvocationTargetException ex) {
			Throwable error = Causes.thrownBy(ex);
			this.stage.fail(error);
			throw error;
		}
		if (result instanceof BaseStream<?, ?> stream) {
			return FollowedStream.of(stream, this.stage);
		}
		if (result instanceof InputStream stream) {
			return new FollowedInputStream(stream, this.stage);
		}
		return (result == this.source) ? proxy : result;
	}

	/**
	 * A handler is replaced by one that tells the stage of each item.
	 */
	private @Nullable Object invoke(Method method, @Nullable Object @Nullable [] arguments)
			throws ReflectiveOperationException {
		Object handler = (arguments != null && method.getName().equals("subscribe")) ? arguments[0] : null;
		if (arguments == null || handler == null) {
			return method.invoke(this.source, arguments);
		}
		@Nullable Object[] following = arguments.clone();
		Class<?> type = method.getParameterTypes()[0];
		following[0] = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new FollowedHandler(handler, this.stage));
		return method.invoke(this.source, following);
	}

	/**
	 * Is told the items on their way to the handler of the application.
	 */
	private record FollowedHandler(Object handler, RunningStage stage) implements InvocationHandler {

		@Override
		public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
				throws Throwable {
			if (method.getName().equals("onNext") && arguments != null && arguments[0] != null) {
				this.stage.item(arguments[0]);
			}
			try {
				return method.invoke(this.handler, arguments);
			}
			catch (InvocationTargetException ex) {
				throw Causes.thrownBy(ex);
			}
		}

	}

}
