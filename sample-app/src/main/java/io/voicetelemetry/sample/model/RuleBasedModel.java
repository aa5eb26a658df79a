package io.voicetelemetry.sample.model;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.voicetelemetry.sample.appointment.AppointmentTools;
import io.voicetelemetry.sample.model.ChatCompletionRequest.Message;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays a language model that knows how to run a clinic's appointment line. The same
 * conversation always gets the same answer.
 */
class RuleBasedModel {

	private static final Pattern DAY = Pattern
		.compile("\\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern CALLER = Pattern.compile("The caller is ([^.]+)\\.");

	private final JsonMapper json;

	RuleBasedModel(JsonMapper json) {
		this.json = json;
	}

	Answer answer(ChatCompletionRequest request) {
		List<Message> messages = (request.messages() != null) ? request.messages() : List.of();
		Message last = messages.get(messages.size() - 1);
		if (last.from("tool")) {
			return afterTool(messages, last);
		}
		return last.from("user") ? answerCaller(request, messages, last.text()) : Answer.say(Phrases.GREETING);
	}

	private Answer answerCaller(ChatCompletionRequest request, List<Message> messages, String said) {
		String text = said.toLowerCase(Locale.ROOT);
		Optional<LocalTime> time = SpokenTime.find(text);
		if (time.isPresent() && request.offers(AppointmentTools.BOOK_APPOINTMENT)) {
			return Answer.call(AppointmentTools.BOOK_APPOINTMENT,
					arguments("day", day(messages).name(), "time", time.get().toString(), "patient", caller(messages)));
		}
		if (containsAny(text, "opening hours", "explain")) {
			return Answer.say(Phrases.OPENING_HOURS);
		}
		if (containsAny(text, "appointment", "free", "available") && request.offers(AppointmentTools.FIND_FREE_SLOTS)) {
			return Answer.call(AppointmentTools.FIND_FREE_SLOTS, arguments("day", day(messages).name()));
		}
		return Answer.say(containsAny(text, "bye", "thank") ? Phrases.GOODBYE : Phrases.NOT_UNDERSTOOD);
	}

	private Answer afterTool(List<Message> messages, Message result) {
		JsonNode content = this.json.readTree(result.text());
		if (content.has("error")) {
			return Answer.say(Phrases.FAILED);
		}
		return Answer.say(AppointmentTools.BOOK_APPOINTMENT.equals(calledTool(messages, result.toolCallId()))
				? Phrases.booked(content) : Phrases.offer(day(messages), content));
	}

	private static String calledTool(List<Message> messages, @Nullable String callId) {
		for (Message message : messages) {
			for (JsonNode call : (message.toolCalls() != null) ? message.toolCalls() : List.<JsonNode>of()) {
				if (call.path("id").asString("").equals(callId)) {
					return call.at("/function/name").asString("");
				}
			}
		}
		return "";
	}

	/**
	 * Return the day that is being talked about: the one named last by the caller.
	 * @param messages the conversation
	 * @return the day, Monday if none was named
	 */
	private static DayOfWeek day(List<Message> messages) {
		for (int i = messages.size() - 1; i >= 0; i--) {
			Matcher matcher = DAY.matcher(messages.get(i).text());
			if (messages.get(i).from("user") && matcher.find()) {
				return DayOfWeek.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
			}
		}
		return DayOfWeek.MONDAY;
	}

	private static String caller(List<Message> messages) {
		for (Message message : messages) {
			Matcher matcher = CALLER.matcher(message.text());
			if (message.from("system") && matcher.find()) {
				return matcher.group(1);
			}
		}
		return "unknown";
	}

	private String arguments(String... namesAndValues) {
		Map<String, String> arguments = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			arguments.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return this.json.writeValueAsString(arguments);
	}

	private static boolean containsAny(String text, String... words) {
		for (String word : words) {
			if (text.contains(word)) {
				return true;
			}
		}
		return false;
	}

}
