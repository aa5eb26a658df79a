package io.voicetelemetry.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The given spans, found by id, with the way from each up to its root. Immutable.
 */
final class SpanIndex {

	private final List<ReceivedSpan> all;

	private final Map<Id, ReceivedSpan> byId = new HashMap<>();

	SpanIndex(Collection<ReceivedSpan> spans) {
		this.all = List.copyOf(spans);
		this.all.forEach((span) -> this.byId.putIfAbsent(idOf(span), span));
	}

	/** All spans, in the order given. */
	List<ReceivedSpan> all() {
		return this.all;
	}

	/** The voice spans, in the order given. */
	List<ReceivedSpan> voice() {
		return this.all.stream().filter(ReceivedSpan::isVoiceSpan).toList();
	}

	/** The spans of a stage, in the order given. */
	List<ReceivedSpan> ofStage(String stage) {
		return this.all.stream().filter((span) -> span.is(stage)).toList();
	}

	@Nullable ReceivedSpan parentOf(ReceivedSpan span) {
		return span.hasParent() ? this.byId.get(new Id(span.traceId(), span.parentSpanId())) : null;
	}

	Ancestry above(ReceivedSpan span) {
		Set<Id> seen = new LinkedHashSet<>(Set.of(idOf(span)));
		List<ReceivedSpan> ancestors = new ArrayList<>();
		ReceivedSpan last = span;
		ReceivedSpan parent = parentOf(span);
		while (parent != null && seen.add(idOf(parent))) {
			ancestors.add(parent);
			last = parent;
			parent = parentOf(parent);
		}
		String missing = (parent == null && last.hasParent()) ? last.parentSpanId() : null;
		return new Ancestry(ancestors, missing, parent != null);
	}

	private static Id idOf(ReceivedSpan span) {
		return new Id(span.traceId(), span.spanId());
	}

	private record Id(String traceId, String spanId) {

	}

	/**
	 * The way from a span up.
	 *
	 * @param spans the spans above it, the nearest first
	 * @param missing the parent id that is not among the given spans, if the way ends
	 * with one
	 * @param circular whether the way leads back to where it has been
	 */
	record Ancestry(List<ReceivedSpan> spans, @Nullable String missing, boolean circular) {

		/** The nearest voice span, seen through those of other instrumentations. */
		@Nullable ReceivedSpan nearestVoiceSpan() {
			return this.spans.stream().filter(ReceivedSpan::isVoiceSpan).findFirst().orElse(null);
		}

		@Nullable ReceivedSpan nearest(String stage) {
			return this.spans.stream().filter((span) -> span.is(stage)).findFirst().orElse(null);
		}

	}

}
