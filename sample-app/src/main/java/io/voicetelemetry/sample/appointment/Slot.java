package io.voicetelemetry.sample.appointment;

import java.time.DayOfWeek;
import java.time.LocalTime;

/**
 * A time at which a doctor can see a patient.
 *
 * @param day the day of the week
 * @param time when it starts
 * @param doctor who is there
 */
public record Slot(DayOfWeek day, LocalTime time, String doctor) {

}
