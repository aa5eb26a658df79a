package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.UUID;

import io.voicetelemetry.content.LogText;
import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;

/**
 * What is needed to run code of the application on the thread of a call: readers,
 * expressions, and whatever tells the text of an object.
 */
final class InPlace {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private static final String CONSEQUENCE = "what it would tell is missing";

	private static final int MAX_WARNING = 1000;

	private InPlace() {
	}

	/**
	 * A fence.
	 * @param what what is behind it, before the name of the method
	 */
	static UserCodeFence fence(String what, Method method) {
		return new UserCodeFence(nameOf(what, method), CONSEQUENCE);
	}

	/**
	 * A fence that does not mind how long something takes.
	 */
	static UserCodeFence untimedFence(String what, Method method) {
		return UserCodeFence.untimed(nameOf(what, method));
	}

	private static String nameOf(String what, Method method) {
		return what + " " + nameOf(method);
	}

	static String nameOf(Method method) {
		return ClassUtils.getShortName(method.getDeclaringClass()) + "." + method.getName();
	}

	static UserCodeFence fence(String what, MethodParameter parameter) {
		Method method = parameter.getMethod();
		if (method == null) {
			throw new IllegalArgumentException(parameter + " is of no method");
		}
		return fence(what, method);
	}

	/**
	 * Whether it is the JDK that tells the text of a value, at once.
	 */
	static boolean isPlain(@Nullable Object value) {
		return value == null || value instanceof String || value instanceof Integer || value instanceof Long
				|| value instanceof Boolean || value instanceof Double || value instanceof Float
				|| value instanceof Short || value instanceof Byte || value instanceof Character
				|| value instanceof UUID;
	}

	static boolean arePlain(@Nullable Object[] values) {
		for (Object value : values) {
			if (!isPlain(value)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tells the telemetry.
	 */
	record Reports(VoiceTelemetry telemetry) implements FenceReports {

		@Override
		public void refused(@Nullable String what, @Nullable Throwable error) {
			this.telemetry.refused(RefusalReason.USER_CODE_FAILED, what, error);
		}

		@Override
		public void warn(String text) {
			logger.warn("{}", LogText.of(text, MAX_WARNING));
		}

	}

}
