package io.voicetelemetry.integration.langchain4j;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Records each execution of a tool: below the stage of the thread if there is one, which
 * is not so on the threads of an executor, and otherwise below that of the invocation
 * that the tool is run for.
 */
final class ObservedToolExecutor implements ToolExecutor {

	private static final String RECORDING = "Recording a tool of LangChain4j";

	private final ToolExecutor delegate;

	private final Context invoked;

	ObservedToolExecutor(ToolExecutor delegate, Context invoked) {
		this.delegate = delegate;
		this.invoked = invoked;
	}

	@Override
	public String execute(ToolExecutionRequest request, Object memoryId) {
		return observe(request, () -> this.delegate.execute(request, memoryId), (result) -> result, (result) -> false);
	}

	@Override
	public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
		return observe(request, () -> this.delegate.executeWithContext(request, context),
				ToolExecutionResult::resultText, ToolExecutionResult::isError);
	}

	private <R> R observe(ToolExecutionRequest request, Supplier<R> execution, ResultText<R> text,
			ResultFailure<R> failure) {
		Context context = Context.current();
		if (VoiceContext.span(context) == null) {
			context = this.invoked;
		}
		VoiceTelemetry telemetry = ObservingApplications.of(context);
		ToolCall call = (telemetry != null) ? begin(telemetry, context, request) : null;
		if (telemetry == null || call == null) {
			return execution.get();
		}
		R result;
		try (Scope scope = call.makeCurrent()) {
			result = execution.get();
		}
		catch (Throwable ex) {
			telemetry.attempt(RECORDING, () -> content(call, request, () -> null));
			telemetry.attempt(RECORDING, () -> end(call, ex));
			throw ex;
		}
		AtomicBoolean failed = new AtomicBoolean();
		telemetry.attempt(RECORDING, () -> failed.set(failure.of(result)));
		telemetry.attempt(RECORDING, () -> content(call, request, () -> text.of(result)));
		telemetry.attempt(RECORDING, failed.get() ? () -> call.fail(null) : call::end);
		return result;
	}

	private static @Nullable ToolCall begin(VoiceTelemetry telemetry, Context context, ToolExecutionRequest request) {
		try (Scope scope = context.makeCurrent()) {
			if (telemetry.start(Stage.FUNCTION_TOOL, null) instanceof ToolCall call && call.isMeasured()) {
				call.set(TelemetryAttributes.TOOL_NAME, request.name());
				call.callId(request.id());
				VoiceContext.joinable(call);
				return call;
			}
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.INTERNAL_ERROR, "Starting a tool of LangChain4j", ex);
		}
		return null;
	}

	/**
	 * Only afterwards: had the method an annotation of ours, that says what of it may be
	 * recorded, and has seen to it.
	 */
	private static void content(ToolCall call, ToolExecutionRequest request, Supplier<@Nullable String> result) {
		if (!VoiceContext.isJoined(call) && call.capturesContent()) {
			call.arguments(request.arguments());
			call.result(result.get());
		}
	}

	private static void end(ToolCall call, Throwable thrown) {
		Throwable error = (thrown instanceof ToolExecutionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (Cancellation.isCauseOf(error)) {
			call.cancel();
		}
		else {
			call.fail(error);
		}
	}

	/** What a tool answered. */
	private interface ResultText<R> {

		@Nullable String of(R result);

	}

	/** Whether a tool failed without throwing anything. */
	private interface ResultFailure<R> {

		boolean of(R result);

	}

}
