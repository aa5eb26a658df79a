package io.voicetelemetry.session;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a speech recognition understood.
 *
 * @param <R> the type of the result
 * @param resultType the type of the result
 * @param view what the result tells
 */
record SttResultReader<R>(Class<R> resultType,
		Function<? super R, ? extends @Nullable SttResult> view) implements ResultReader<R> {

	@Override
	public boolean reads(Stage stage) {
		return stage == Stage.STT_REQUEST;
	}

	@Override
	public void read(R result, VoiceSpan span) {
		if (span instanceof SpeechRecognition recognition) {
			recognition.understood(this.view.apply(result));
		}
	}

}
