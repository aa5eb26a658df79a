package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.EndedSpan;
import io.voicetelemetry.export.StartedSpan;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a session: the spans that have ended, in that order, and those that
 * have not. Not thread-safe.
 */
final class KeptSession {

	/** What an open span takes here; its attributes are the SDK's until it ends. */
	static final int BYTES_OF_AN_OPEN_SPAN = 200;

	private final long number;

	private final String key;

	private final String id;

	private final InspectorLimits limits;

	private final Map<String, StartedSpan> open = new LinkedHashMap<>();

	private final List<SpanData> ended = new ArrayList<>();

	private final SessionRow row;

	private long bytes;

	private long cut;

	private boolean closed;

	private long revision;

	/**
	 * A session.
	 * @param number how many began before it
	 * @param key what it is found by, unlike its id unique in the application
	 * @param id its id
	 */
	KeptSession(long number, String key, String id, InspectorLimits limits) {
		this.number = number;
		this.key = key;
		this.id = id;
		this.limits = limits;
		this.row = new SessionRow(key, id);
	}

	long number() {
		return this.number;
	}

	String key() {
		return this.key;
	}

	String id() {
		return this.id;
	}

	/**
	 * How often it has changed.
	 */
	long revision() {
		return this.revision;
	}

	/**
	 * Keeps a span that has started.
	 * @return how much more memory that takes
	 */
	long started(StartedSpan span) {
		if (isFull()) {
			return 0;
		}
		if (this.open.put(span.context().getSpanId(), span) != null) {
			return 0;
		}
		changed();
		return add(BYTES_OF_AN_OPEN_SPAN);
	}

	/**
	 * Keeps a span that has ended.
	 * @return how much more memory that takes, or {@code null} if there is no room for it
	 */
	@Nullable Long ended(EndedSpan span) {
		SpanData data = span.data();
		boolean session = isOf(data, Stage.AGENT_SESSION);
		long freed = (this.open.remove(data.getSpanId()) != null) ? BYTES_OF_AN_OPEN_SPAN : 0;
		this.closed |= session;
		changed();
		if (isFull() && !session) {
			this.cut++;
			add(-freed);
			return null;
		}
		this.ended.add(data);
		return add(span.bytes() - freed);
	}

	void cut(long spans) {
		this.cut += spans;
		changed();
	}

	private boolean isFull() {
		return this.bytes >= this.limits.bytesOfASession()
				|| this.ended.size() + this.open.size() >= this.limits.spansOfASession();
	}

	private long add(long bytes) {
		this.bytes += bytes;
		return bytes;
	}

	private void changed() {
		this.revision++;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * How much memory it takes.
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * What there is to see of it now.
	 */
	Snapshot snapshot() {
		Map<String, Object> row = row();
		return new Snapshot(row, this.row.start(), List.copyOf(this.ended), open());
	}

	/**
	 * The session in a line.
	 */
	Map<String, Object> row() {
		this.row.read(this.ended);
		return this.row.describe(this.closed, open(), this.cut);
	}

	/**
	 * Without those of whose end there was no room for the news.
	 */
	private List<StartedSpan> open() {
		return this.open.values().stream().filter((span) -> !span.hasEnded()).toList();
	}

	static boolean isOf(SpanData span, Stage stage) {
		return stage.value().equals(span.getAttributes().get(TelemetryAttributes.STAGE.key()));
	}

	/**
	 * A session at some moment.
	 *
	 * @param row the session in a line
	 * @param start when it began, in nanoseconds since the epoch
	 * @param ended the spans that have ended, in that order
	 * @param open those that have not
	 */
	record Snapshot(Map<String, Object> row, long start, List<SpanData> ended, List<StartedSpan> open) {
	}

}
