package io.voicetelemetry.sample.appointment;

/**
 * A booked slot.
 *
 * @param number the booking's number
 * @param slot when and with whom
 * @param patient for whom
 */
public record Appointment(int number, Slot slot, String patient) {

}
