package io.voicetelemetry.integration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the listeners of a test have heard.
 */
final class Heard {

	private final List<Object> events = new CopyOnWriteArrayList<>();

	void add(Object event) {
		this.events.add(event);
	}

	List<Object> events() {
		return this.events;
	}

}
