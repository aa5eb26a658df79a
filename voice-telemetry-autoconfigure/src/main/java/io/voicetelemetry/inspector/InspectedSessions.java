package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.export.SpanWithoutContent;
import io.voicetelemetry.export.StartedSpan;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are kept, to be looked at: in maps and lists of text, numbers and
 * booleans, as {@code docs/inspector.md} describes them. Thread-safe.
 *
 * @since 0.1
 */
public final class InspectedSessions {

	private final ArrivedSpans spans;

	private final InspectorLimits limits;

	private final boolean content;

	InspectedSessions(ArrivedSpans spans, InspectorLimits limits, boolean content) {
		this.spans = spans;
		this.limits = limits;
		this.content = content;
	}

	/**
	 * The same sessions without anything that was said.
	 * @return the sessions
	 */
	public InspectedSessions withoutContent() {
		return new InspectedSessions(this.spans, this.limits, false);
	}

	/**
	 * All sessions, a line each.
	 * @return {@code sessions}, the latest first, whether there is {@code content}, and
	 * what is known of the memory they take
	 */
	public Map<String, Object> list() {
		return this.spans.look(this::list);
	}

	private Map<String, Object> list(KeptSessions sessions) {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (KeptSession session : sessions.list()) {
			rows.add(0, session.row());
		}
		Map<String, Object> list = new LinkedHashMap<>();
		list.put("sessions", rows);
		list.put("content", showsContent());
		list.put("maxSessions", this.limits.sessions());
		list.put("bytes", this.spans.bytesWith(sessions));
		list.put("maxBytes", this.limits.bytes());
		list.put("forgotten", sessions.forgotten());
		return list;
	}

	/**
	 * A session with its spans and what it has used.
	 * @param key the session's key, which is in its line
	 * @param since how many of the spans that have ended are known already and left out
	 * @return the session, or {@code null} if there is none
	 */
	public @Nullable Map<String, Object> find(String key, int since) {
		KeptSession.Snapshot all = snapshot(key);
		if (all == null) {
			return null;
		}
		int from = Math.max(0, Math.min(since, all.ended().size()));
		SpanView view = new SpanView(all.start());
		Map<String, Object> details = new LinkedHashMap<>(all.row());
		details.put("now", System.currentTimeMillis());
		details.put("content", showsContent());
		details.put("failed", all.failed());
		details.put("since", from);
		details.put("ended", all.ended().size());
		List<Map<String, Object>> spans = new ArrayList<>();
		all.ended().subList(from, all.ended().size()).forEach((span) -> spans.add(view.ofEnded(shown(span))));
		details.put("spans", spans);
		List<Map<String, Object>> open = new ArrayList<>();
		for (StartedSpan started : all.open()) {
			SpanData span = this.spans.open(started);
			if (span != null) {
				open.add(view.ofOpen(shown(span)));
			}
		}
		details.put("open", open);
		details.put("usage", new UsageRows().add(all.ended()).list());
		return details;
	}

	/**
	 * A session as any backend takes it that speaks OTLP over HTTP with JSON, as far as
	 * its spans have ended.
	 * @param key the session's key
	 * @return an {@code ExportTraceServiceRequest}, or {@code null} if there is none
	 */
	public @Nullable String otlpJson(String key) {
		KeptSession.Snapshot all = snapshot(key);
		return (all != null) ? JsonObject.text(OtlpJson.request(all.ended().stream().map(this::shown).toList())) : null;
	}

	private KeptSession.@Nullable Snapshot snapshot(String key) {
		return this.spans.look((sessions) -> {
			KeptSession session = sessions.find(key);
			return (session != null) ? session.snapshot() : null;
		});
	}

	/**
	 * Whether there may be something that was said.
	 */
	private boolean showsContent() {
		return this.content && this.spans.recordsContent();
	}

	private SpanData shown(SpanData span) {
		return this.content ? span : SpanWithoutContent.of(span);
	}

	/**
	 * What changes from now on.
	 * @return changes, for one reader
	 */
	public InspectedChanges changes() {
		return new InspectedChanges(this.spans);
	}

	@Override
	public String toString() {
		return "up to " + this.limits.sessions() + " sessions in " + this.limits.bytes() + " bytes";
	}

}
