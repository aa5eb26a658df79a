package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.Arrays;

import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a tool is called with, under the names of its parameters.
 */
final class ToolArguments {

	private final String[] names;

	private final int[] confidential;

	private final UserCodeFence fence;

	/**
	 * The arguments of a method.
	 * @param names the names of its parameters, but for the continuation that Kotlin adds
	 * @param confidential which are not to be recorded
	 */
	ToolArguments(Method method, String[] names, int[] confidential) {
		this.names = names;
		this.confidential = confidential;
		this.fence = InPlace.fence("The texts of the arguments of", method);
	}

	void write(ToolCall tool, @Nullable Object[] arguments, InPlace.Reports reports) {
		@Nullable Object[] recordable = recordable(arguments);
		if (InPlace.arePlain(recordable)) {
			tool.arguments(this.names, recordable);
		}
		else {
			this.fence.call(() -> tool.arguments(this.names, recordable), reports);
		}
	}

	private @Nullable Object[] recordable(@Nullable Object[] arguments) {
		int count = this.names.length;
		if (this.confidential.length == 0 && arguments.length == count) {
			return arguments;
		}
		@Nullable Object[] recordable = Arrays.copyOf(arguments, count);
		for (int index : this.confidential) {
			recordable[index] = ContentPolicy.CONFIDENTIAL;
		}
		return recordable;
	}

}
