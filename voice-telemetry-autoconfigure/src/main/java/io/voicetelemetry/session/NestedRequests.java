package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * Requests that are made in others of their kind.
 */
final class NestedRequests {

	private NestedRequests() {
	}

	/**
	 * Turns the request in which another of its kind is about to begin into the node
	 * around that: an annotated method that calls a framework, say. Only what is asked
	 * innermost is a request.
	 * @param near the innermost stage that the new one is in
	 * @return the request in whose place the new one is made, because its tries have
	 * failed, or {@code null}
	 */
	static @Nullable RetriedRequestHandle makeRoomFor(Stage stage, SpanHandle near) {
		if (stage != Stage.LLM_REQUEST && stage != Stage.TTS_REQUEST) {
			return null;
		}
		for (SpanHandle each = near; each != null; each = each.parent) {
			if (each.stage() == stage && each.isOpen() && each instanceof RetriedRequestHandle request) {
				// Where there is no room for another, this is the request after all.
				if (each.lifecycle().isTreeFull()) {
					return null;
				}
				request.becomeNode();
				return request.giveWay() ? request : null;
			}
		}
		return null;
	}

}
