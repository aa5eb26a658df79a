package io.voicetelemetry.aop;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.Transcript;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * An argument that holds what was said.
 *
 * @param index the argument
 * @param kind what it holds
 * @param fence what its text is got behind
 */
record ContentArgument(int index, Kind kind, UserCodeFence fence) {

	enum Kind {

		PROMPT, TRANSCRIPT, SPOKEN_TEXT

	}

	private static final Map<Class<? extends Annotation>, Kind> KINDS = Map.of(Prompt.class, Kind.PROMPT,
			Transcript.class, Kind.TRANSCRIPT, SpokenText.class, Kind.SPOKEN_TEXT);

	/**
	 * The parameters of a method that are marked, by our annotations or by those of the
	 * application that have ours on them.
	 */
	static List<ContentArgument> in(MethodParameter parameter) {
		MergedAnnotations annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
		return KINDS.entrySet()
			.stream()
			.filter((each) -> annotations.isPresent(each.getKey()))
			.map((each) -> new ContentArgument(parameter.getParameterIndex(), each.getValue(),
					InPlace.fence("The text of argument " + parameter.getParameterIndex() + " of", parameter)))
			.toList();
	}

	void write(VoiceSpan span, @Nullable Object[] arguments, VoiceTelemetry telemetry) {
		Object argument = arguments[this.index];
		// Synthesis counts the characters and a turn the time, content or not.
		if (argument == null || (this.kind == Kind.PROMPT && !span.capturesContent())) {
			return;
		}
		try {
			if (InPlace.isPlain(argument)) {
				write(span, argument.toString());
			}
			else {
				this.fence.call(() -> {
					write(span, argument.toString());
					return null;
				}, new InPlace.Reports(telemetry));
			}
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED, "An argument of type " + argument.getClass().getName(),
					ex);
		}
	}

	private void write(VoiceSpan span, String text) {
		switch (this.kind) {
			case PROMPT -> {
				if (span instanceof LlmCall call) {
					call.prompt(text);
				}
				else {
					span.setMessage(TelemetryAttributes.INPUT_MESSAGES, "user", text);
				}
			}
			case TRANSCRIPT -> {
				if (span instanceof UserTurn turn) {
					turn.finalTranscript(text);
				}
				else if (span instanceof SpeechRecognition recognition) {
					recognition.transcript(text);
				}
				else {
					span.set(TelemetryAttributes.TRANSCRIPT, text);
				}
			}
			case SPOKEN_TEXT -> {
				if (span instanceof SpeechSynthesis synthesis) {
					synthesis.textHandedOver(text);
				}
				else {
					span.set(TelemetryAttributes.TTS_INPUT_TEXT, text);
				}
			}
		}
	}

}
