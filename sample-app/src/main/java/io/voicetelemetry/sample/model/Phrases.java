package io.voicetelemetry.sample.model;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;

/**
 * What the rule-based model says.
 */
final class Phrases {

	static final String GREETING = "Good morning, this is the Riverside Clinic. How can I help you?";

	static final String GOODBYE = "You are welcome. Goodbye, and get well soon.";

	static final String NOT_UNDERSTOOD = "I am sorry, I did not understand that. "
			+ "I can look for a free appointment, or explain our opening hours.";

	static final String FAILED = "I am sorry, that did not work. Shall we try another time?";

	static final String OPENING_HOURS = """
			Of course, I am happy to explain our opening hours. \
			We open every morning at eight o'clock, from Monday to Friday. \
			On Monday and Thursday you will find Doctor Okafor here, until six o'clock in the evening. \
			On Tuesday and Friday Doctor Lindqvist is here, but only until four o'clock in the afternoon. \
			On Wednesday there are no appointments, because both doctors visit patients at home. \
			The laboratory takes blood samples every day from eight o'clock until ten o'clock, \
			and you should come without having had breakfast. \
			The telephone is answered day and night, as you can hear. \
			At the weekend and on holidays the clinic is closed, \
			and the emergency doctor of the city hospital will take care of you. \
			Parking is behind the house, and the tram stops right in front of the door. \
			Please bring your insurance card and a list of the medicines you take. \
			If you can't come, please call us one day before, so that somebody else can have your appointment. \
			Is there anything else you would like to know?""";

	private Phrases() {
	}

	static String offer(DayOfWeek day, JsonNode slots) {
		if (slots.isEmpty()) {
			return "I am sorry, there is nothing free on " + name(day) + ". Would another day suit you?";
		}
		List<String> times = new ArrayList<>();
		slots.forEach((slot) -> times.add("at " + SpokenTime.say(time(slot))));
		return "On " + name(day) + ", " + slots.get(0).path("doctor").asString("the doctor") + " can see you "
				+ String.join(", or ", times) + ". Which time suits you best?";
	}

	static String booked(JsonNode appointment) {
		JsonNode slot = appointment.path("slot");
		DayOfWeek day = DayOfWeek.valueOf(slot.path("day").asString("MONDAY"));
		return "Your appointment with " + slot.path("doctor").asString("the doctor") + " on " + name(day) + " at "
				+ SpokenTime.say(time(slot)) + " is booked. Is there anything else I can do for you?";
	}

	private static LocalTime time(JsonNode slot) {
		return LocalTime.parse(slot.path("time").asString("09:00"));
	}

	private static String name(DayOfWeek day) {
		return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
	}

}
