package io.voicetelemetry.sample.appointment;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Component;

/**
 * The clinic's week, in memory and the same at every start.
 */
@Component
class AppointmentBook {

	private final List<Slot> free = new ArrayList<>();

	private final List<Appointment> appointments = new ArrayList<>();

	AppointmentBook() {
		open(DayOfWeek.MONDAY, "Doctor Okafor", "09:00", "11:30", "15:00");
		open(DayOfWeek.TUESDAY, "Doctor Lindqvist", "09:30", "10:30", "14:00");
		open(DayOfWeek.THURSDAY, "Doctor Okafor", "08:30", "13:30");
		open(DayOfWeek.FRIDAY, "Doctor Lindqvist", "10:00");
	}

	private void open(DayOfWeek day, String doctor, String... times) {
		for (String time : times) {
			this.free.add(new Slot(day, LocalTime.parse(time), doctor));
		}
	}

	synchronized List<Slot> freeSlots(DayOfWeek day) {
		return this.free.stream().filter((slot) -> slot.day() == day).toList();
	}

	synchronized Appointment book(DayOfWeek day, LocalTime time, String patient) {
		Slot slot = this.free.stream()
			.filter((candidate) -> candidate.day() == day && candidate.time().equals(time))
			.findFirst()
			.orElseThrow(() -> new SlotNotFreeException(day, time));
		this.free.remove(slot);
		Appointment appointment = new Appointment(4711 + this.appointments.size(), slot, patient);
		this.appointments.add(appointment);
		return appointment;
	}

}
