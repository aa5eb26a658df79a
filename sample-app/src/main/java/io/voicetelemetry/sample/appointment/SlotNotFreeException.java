package io.voicetelemetry.sample.appointment;

import java.time.DayOfWeek;
import java.time.LocalTime;

/**
 * Thrown when a slot doesn't exist or is taken.
 */
public class SlotNotFreeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SlotNotFreeException(DayOfWeek day, LocalTime time) {
		super("No free appointment on " + day + " at " + time);
	}

}
