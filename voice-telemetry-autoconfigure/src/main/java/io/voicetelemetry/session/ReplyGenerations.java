package io.voicetelemetry.session;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a reply in which a model is asked, each an event on the reply's span.
 */
final class ReplyGenerations {

	private static final String EVENT = "generation";

	private final AgentTurnHandle reply;

	private final String idPrefix;

	/** How many steps had replies before this one that gave its id up. */
	private final int before;

	/** Guarded by the lock of the tree. */
	private int count;

	/** Guarded by the lock of the tree. */
	private @Nullable String latest;

	ReplyGenerations(AgentTurnHandle reply, int before) {
		this.reply = reply;
		this.idPrefix = reply.speechId + "_";
		this.before = before;
	}

	/**
	 * Told that a step begins: a node, or a request without one.
	 */
	void started(SpanHandle step) {
		String id;
		synchronized (this.reply.lifecycle().lock()) {
			if (this.reply.lifecycle().isEnded()) {
				return;
			}
			int generation = this.count + 1;
			id = this.idPrefix + (this.before + generation);
			this.reply.event(EVENT, attributes(id, this.latest), step.startNanos);
			this.count = generation;
			this.latest = id;
		}
		step.put(TelemetryAttributes.GENERATION_ID, id);
	}

	private static Attributes attributes(String id, @Nullable String parentId) {
		AttributeKey<String> key = TelemetryAttributes.GENERATION_ID.key();
		return (parentId == null) ? Attributes.of(key, id)
				: Attributes.of(key, id, TelemetryAttributes.PARENT_GENERATION_ID.key(), parentId);
	}

	int count() {
		synchronized (this.reply.lifecycle().lock()) {
			return this.count;
		}
	}

	/**
	 * Puts the number of steps on the span.
	 */
	void put() {
		int count = count();
		if (count > 0) {
			this.reply.putCount(TelemetryAttributes.GENERATION_COUNT, count);
		}
	}

}
