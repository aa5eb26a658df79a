package io.voicetelemetry.session;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a language model answered.
 *
 * @param <R> the type of the result
 * @param resultType the type of the result
 * @param view what the result tells
 */
record LlmResultReader<R>(Class<R> resultType,
		Function<? super R, ? extends @Nullable LlmResult> view) implements ResultReader<R> {

	@Override
	public boolean reads(Stage stage) {
		return stage == Stage.LLM_REQUEST || stage == Stage.LLM_NODE;
	}

	@Override
	public void read(R result, VoiceSpan span) {
		if (span instanceof LlmCall call) {
			call.answered(this.view.apply(result));
		}
		else if (span.stage() == Stage.LLM_NODE && span.capturesContent()) {
			LlmResult answer = this.view.apply(result);
			if (answer != null) {
				span.setMessage(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", answer.text());
			}
		}
	}

}
