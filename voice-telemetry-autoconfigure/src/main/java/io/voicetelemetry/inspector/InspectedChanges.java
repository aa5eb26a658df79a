package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What has changed since somebody has looked the last time. Not thread-safe: one for each
 * who looks.
 *
 * @since 0.1
 */
public final class InspectedChanges {

	private final ArrivedSpans spans;

	private @Nullable Map<String, Long> known;

	InspectedChanges(ArrivedSpans spans) {
		this.spans = spans;
	}

	/**
	 * What has changed; the first time, that is {@code all} there is, and be it nothing.
	 * @return {@code sessions}, a line for each that has changed, and {@code forgotten},
	 * the keys of those that are gone; {@code null} if nothing has changed
	 */
	public @Nullable Map<String, Object> next() {
		return this.spans.look(this::next);
	}

	private @Nullable Map<String, Object> next(KeptSessions sessions) {
		List<Map<String, Object>> changed = new ArrayList<>();
		Map<String, Long> known = this.known;
		Map<String, Long> now = new HashMap<>();
		for (KeptSession session : sessions.list()) {
			Long revision = session.revision();
			now.put(session.key(), revision);
			if (known == null || !revision.equals(known.get(session.key()))) {
				changed.add(session.row());
			}
		}
		List<String> forgotten = (known != null)
				? known.keySet().stream().filter((key) -> !now.containsKey(key)).toList() : List.of();
		this.known = now;
		if (known != null && changed.isEmpty() && forgotten.isEmpty()) {
			return null;
		}
		Map<String, Object> changes = new LinkedHashMap<>();
		if (known == null) {
			changes.put("all", true);
		}
		changes.put("sessions", changed);
		changes.put("forgotten", forgotten);
		return changes;
	}

}
