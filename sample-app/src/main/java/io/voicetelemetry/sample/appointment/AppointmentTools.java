package io.voicetelemetry.sample.appointment;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

import org.springframework.stereotype.Service;

/**
 * What the language model can do for a caller.
 */
@Service
public class AppointmentTools {

	/**
	 * Name of the tool that looks for free slots.
	 */
	public static final String FIND_FREE_SLOTS = "find_free_slots";

	/**
	 * Name of the tool that books.
	 */
	public static final String BOOK_APPOINTMENT = "book_appointment";

	private final AppointmentBook book;

	AppointmentTools(AppointmentBook book) {
		this.book = book;
	}

	/**
	 * Look up the free slots of a day.
	 * @param day the day of the week
	 * @return its free slots, earliest first
	 */
	@Tool(name = FIND_FREE_SLOTS, value = "Finds the free appointments of a day")
	public List<Slot> findFreeSlots(@P(name = "day", value = "day of the week") DayOfWeek day) {
		return this.book.freeSlots(day);
	}

	/**
	 * Book a free slot.
	 * @param day the day of the week
	 * @param time when the slot starts, as {@code HH:mm}
	 * @param patient for whom
	 * @return the appointment
	 * @throws SlotNotFreeException if there is no such slot, or no longer
	 */
	@Tool(name = BOOK_APPOINTMENT, value = "Books a free appointment for a patient")
	public Appointment bookAppointment(@P(name = "day", value = "day of the week") DayOfWeek day,
			@P(name = "time", value = "start of the appointment, as HH:mm") String time,
			@P(name = "patient", value = "name of the patient") String patient) {
		return this.book.book(day, LocalTime.parse(time), patient);
	}

}
