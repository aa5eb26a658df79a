package io.voicetelemetry.integration.springai;

import io.opentelemetry.context.Context;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceContext;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;

/**
 * Notes that a tool threw something: Spring AI makes an answer for the model of it, so
 * that nothing seems to have failed.
 */
// Not final: aspects of an application may proxy it.
class TracedToolExceptionProcessor implements ToolExecutionExceptionProcessor {

	private static final ThreadLocal<@Nullable Throwable> THROWN = new ThreadLocal<>();

	private final ToolExecutionExceptionProcessor processor;

	TracedToolExceptionProcessor(ToolExecutionExceptionProcessor processor) {
		this.processor = processor;
	}

	@Override
	public String process(ToolExecutionException exception) {
		// Where no tool is observed, nobody would take it from the thread.
		if (VoiceContext.span(Context.current()) instanceof ToolCall call && call.isOpen()) {
			THROWN.set((exception.getCause() != null) ? exception.getCause() : exception);
		}
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
