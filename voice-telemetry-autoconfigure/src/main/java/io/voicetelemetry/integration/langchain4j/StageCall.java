package io.voicetelemetry.integration.langchain4j;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A method of a model that is done when it returns, as a stage of the call. What is told
 * about it never throws.
 *
 * @param <S> the type of the stage
 */
final class StageCall<S extends VoiceSpan> {

	static final String RECORDING = "Recording a stage of LangChain4j";

	private final VoiceTelemetry telemetry;

	private final S stage;

	private StageCall(VoiceTelemetry telemetry, S stage) {
		this.telemetry = telemetry;
		this.stage = stage;
	}

	/**
	 * Begins a stage, if this thread is in a call of the application's.
	 * @return the stage, or {@code null} if nothing is to be recorded
	 */
	static <S extends VoiceSpan> @Nullable StageCall<S> begin(VoiceTelemetry telemetry, Stage stage,
			@Nullable String name, Class<S> type) {
		try {
			if (VoiceContext.span(Context.current()) != null) {
				VoiceSpan span = telemetry.start(stage, name);
				return (type.isInstance(span) && span.isMeasured()) ? new StageCall<>(telemetry, type.cast(span))
						: null;
			}
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.INTERNAL_ERROR, "Starting a stage of LangChain4j", ex);
		}
		return null;
	}

	void tell(Consumer<S> facts) {
		this.telemetry.attempt(RECORDING, () -> facts.accept(this.stage));
	}

	/**
	 * Calls the model in the stage, and ends it.
	 */
	@Nullable Object proceed(MethodInvocation call, BiConsumer<S, Object> answered) throws Throwable {
		Object result;
		try (Scope scope = this.stage.makeCurrent()) {
			result = call.proceed();
		}
		catch (Throwable ex) {
			tell((stage) -> {
				if (Cancellation.isCauseOf(ex)) {
					stage.cancel();
				}
				else {
					stage.fail(ex);
				}
			});
			throw ex;
		}
		if (result != null) {
			tell((stage) -> answered.accept(stage, result));
		}
		tell(VoiceSpan::end);
		return result;
	}

}
