package io.voicetelemetry.inspector;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The events that a page is sent while it is open. Not thread-safe.
 */
final class ChangeEvents {

	static final String PATH = "api/changes";

	static final String NAME = "changes";

	/** So many pages are told at a time. Further ones are answered 503. */
	static final int MAX_WATCHERS = 32;

	/** So often people can see it move. */
	static final long PAUSE_MILLIS = 250;

	/** So often it is said that nothing has changed: proxies cut what says nothing. */
	private static final int SILENT_TICKS = 60;

	private final InspectedChanges changes;

	private int silent;

	ChangeEvents(InspectedChanges changes) {
		this.changes = changes;
	}

	/**
	 * What has changed, or {@code null}. The first time there is something, so that a
	 * browser knows that it is heard.
	 */
	@Nullable Map<String, Object> next() {
		Map<String, Object> next = this.changes.next();
		this.silent = (next != null) ? 0 : this.silent + 1;
		return next;
	}

	/**
	 * Whether nothing was said for so long that something should be.
	 */
	boolean isSilent() {
		if (this.silent >= SILENT_TICKS) {
			this.silent = 0;
			return true;
		}
		return false;
	}

}
