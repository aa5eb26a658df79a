package io.voicetelemetry.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ReflectionUtils;

/**
 * What holds a stream that is still to be read, as the client of a provider returns it,
 * where that is no interface: an iterable that is to be closed. What is returned in its
 * place is of a subclass that is made without a constructor and hands everything on.
 */
final class FollowedSubclass implements InvocationHandler {

	/** By name, because the client may be absent. */
	private static final Set<String> TYPES = Set.of("com.google.genai.ResponseStream");

	private static final SpringObjenesis INSTANTIATION = new SpringObjenesis();

	/** What an iterable does with its iterator, it does with one that is followed. */
	private static final CallbackFilter OF_EVERY_ITERABLE = (
			method) -> (method.getDeclaringClass() == Iterable.class && method.isDefault()) ? 1 : 0;

	private final Object source;

	private final RunningStage stage;

	private FollowedSubclass(Object source, RunningStage stage) {
		this.source = source;
		this.stage = stage;
	}

	static boolean isFollowed(Class<?> type) {
		return TYPES.contains(type.getName()) && subclass(type) != null;
	}

	static Object of(Object source, RunningStage stage) {
		Class<?> type = source.getClass();
		while (type != null && !TYPES.contains(type.getName())) {
			type = type.getSuperclass();
		}
		Class<?> subclass = (type != null) ? subclass(type) : null;
		if (subclass == null) {
			// Declared to be one, it is one; but nothing here may throw.
			stage.complete();
			return source;
		}
		Object following = INSTANTIATION.newInstance(subclass);
		((Factory) following).setCallbacks(new Callback[] { new FollowedSubclass(source, stage), NoOp.INSTANCE });
		return following;
	}

	/**
	 * Made once, or {@code null} where no classes can be made: in a native image, say.
	 */
	private static @Nullable Class<?> subclass(Class<?> type) {
		try {
			Enhancer enhancer = new Enhancer();
			enhancer.setSuperclass(type);
			enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
			enhancer.setAttemptLoad(true);
			enhancer.setCallbackFilter(OF_EVERY_ITERABLE);
			enhancer.setCallbackTypes(new Class<?>[] { InvocationHandler.class, NoOp.class });
			return enhancer.createClass();
		}
		catch (RuntimeException | LinkageError ex) {
			return null;
		}
	}

	@Override
	public @Nullable Object invoke(Object following, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return FollowedStream.ofObject(this.source, following, method, arguments);
		}
		if (method.getName().equals("close")) {
			this.stage.cancel();
		}
		Object result;
		try {
			ReflectionUtils.makeAccessible(method);
			result = method.invoke(this.source, arguments);
		}
		catch (InvocationTargetException ex) {
			Throwable error = Causes.thrownBy(ex);
			this.stage.fail(error);
			throw error;
		}
		if (result instanceof Iterator<?> iterator) {
			return FollowedIterator.of(iterator, this.stage);
		}
		return (result == this.source) ? following : result;
	}

}
