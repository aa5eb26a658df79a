package io.voicetelemetry.aop;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.annotation.Confidential;
import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.SpokenText;
import io.voicetelemetry.annotation.Transcript;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.content.ValueText;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.AgentTurn;
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
 * @param role who says it, of a prompt
 * @param confidential whether it is not to be recorded all the same
 * @param fence what its text is got behind
 */
record ContentArgument(int index, Kind kind, ChatMessage.Role role, boolean confidential, UserCodeFence fence) {

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
					roleOf(annotations, parameter), isConfidential(parameter),
					InPlace.fence("The text of argument " + parameter.getParameterIndex() + " of", parameter)))
			.toList();
	}

	/**
	 * Whether a parameter is marked as not to be recorded.
	 */
	static boolean isConfidential(MethodParameter parameter) {
		return MergedAnnotations.from(parameter.getParameterAnnotations()).isPresent(Confidential.class);
	}

	private static ChatMessage.Role roleOf(MergedAnnotations annotations, MethodParameter parameter) {
		String name = annotations.get(Prompt.class).getValue("role", String.class).orElse("user");
		ChatMessage.Role role = ChatMessage.Role.find(name);
		if (role == null) {
			throw new IllegalStateException("The role '" + name + "' in @Prompt on an argument of "
					+ parameter.getMethod() + " is none of system, user, assistant and tool");
		}
		return role;
	}

	/**
	 * Writes what the arguments of a call hold on its span.
	 */
	static void writeAll(ContentArgument[] contentArguments, VoiceSpan span, @Nullable Object[] arguments,
			VoiceTelemetry telemetry) {
		List<ChatMessage> prompts = new ArrayList<>();
		for (ContentArgument argument : contentArguments) {
			argument.write(span, arguments, prompts, telemetry);
		}
		if (!prompts.isEmpty()) {
			span.setMessages(TelemetryAttributes.INPUT_MESSAGES, prompts);
		}
	}

	private void write(VoiceSpan span, @Nullable Object[] arguments, List<ChatMessage> prompts,
			VoiceTelemetry telemetry) {
		Object argument = arguments[this.index];
		// Synthesis counts the characters and a turn the time, content or not.
		if (argument == null || (this.kind == Kind.PROMPT && (this.confidential || !span.capturesContent()))) {
			return;
		}
		try {
			if (InPlace.isPlain(argument)) {
				write(span, argument, prompts);
			}
			else {
				this.fence.call(() -> {
					write(span, argument, prompts);
					return null;
				}, new InPlace.Reports(telemetry));
			}
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED, "An argument of type " + argument.getClass().getName(),
					ex);
		}
	}

	private void write(VoiceSpan span, Object argument, List<ChatMessage> prompts) {
		if (this.kind == Kind.PROMPT) {
			prompts.addAll(messages(argument));
			return;
		}
		String text = ValueText.of(argument);
		if (this.confidential) {
			if (this.kind == Kind.SPOKEN_TEXT && text != null) {
				span.set(TelemetryAttributes.TTS_CHARACTERS, (long) text.codePointCount(0, text.length()));
			}
		}
		else if (this.kind == Kind.TRANSCRIPT) {
			writeTranscript(span, text);
		}
		else if (span instanceof SpeechSynthesis synthesis) {
			synthesis.textHandedOver(text);
		}
		else {
			span.set(TelemetryAttributes.TTS_INPUT_TEXT, text);
		}
	}

	/**
	 * The messages that an argument is, or the one whose text it is.
	 */
	private List<ChatMessage> messages(Object argument) {
		if (argument instanceof ChatMessage message) {
			return List.of(message);
		}
		List<ChatMessage> messages = new ArrayList<>();
		if (argument instanceof Collection<?> collection) {
			for (Object each : collection) {
				if (each instanceof ChatMessage message) {
					messages.add(message);
				}
			}
		}
		return messages.isEmpty() ? List.of(ChatMessage.of(this.role, ValueText.of(argument))) : messages;
	}

	private static void writeTranscript(VoiceSpan span, @Nullable String text) {
		if (span instanceof UserTurn turn) {
			turn.finalTranscript(text);
		}
		else if (span instanceof SpeechRecognition recognition) {
			recognition.transcript(text);
		}
		else if (span instanceof AgentTurn reply) {
			reply.setMessage(TelemetryAttributes.INPUT_MESSAGES, ChatMessage.Role.USER.value(), text);
		}
		else {
			span.set(TelemetryAttributes.TRANSCRIPT, text);
		}
	}

}
