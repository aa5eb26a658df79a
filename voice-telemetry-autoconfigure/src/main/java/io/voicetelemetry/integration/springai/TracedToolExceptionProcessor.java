package io.voicetelemetry.integration.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;

/**
 * Notes that a tool threw something: Spring AI makes an answer for the model of it, so
 * that nothing seems to have failed.
 */
final class TracedToolExceptionProcessor implements ToolExecutionExceptionProcessor {

	private static final ThreadLocal<@Nullable Throwable> THROWN = new ThreadLocal<>();

	private final ToolExecutionExceptionProcessor processor;

	TracedToolExceptionProcessor(ToolExecutionExceptionProcessor processor) {
		this.processor = processor;
	}

	@Override
	public String process(ToolExecutionException exception) {
		THROWN.set((exception.getCause() != null) ? exception.getCause() : exception);
		return this.processor.process(exception);
	}

	/**
	 * What the tool that has just ended on this thread threw.
	 * @return the exception, once, or {@code null} if there is none
	 */
	static @Nullable Throwable taken() {
		Throwable thrown = THROWN.get();
		THROWN.remove();
		return thrown;
	}

}
