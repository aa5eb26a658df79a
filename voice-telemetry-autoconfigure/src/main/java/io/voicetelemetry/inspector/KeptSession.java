package io.voicetelemetry.inspector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

	/**
	 * What an open span takes here: its ids. All else is the application's until it ends,
	 * and gone if the application lets it go.
	 */
	static final int BYTES_OF_AN_OPEN_SPAN = 400;

	/** What a session takes of which there is no span. */
	private static final int BYTES_OF_A_SESSION = 2000;

	private final long number;

	private final String key;

	private final String id;

	private final InspectorLimits limits;

	private final Map<String, StartedSpan> open = new LinkedHashMap<>();

	private final List<SpanData> ended = new ArrayList<>();

	private final SessionRow row;

	private long bytes = BYTES_OF_A_SESSION;

	private long cut;

	private boolean closed;

	private long revision;

	/**
	 * A session.
	 * @param number how many began before it
	 * @param key what it is found by, unlike its id unique in the application
	 * @param id its id
	 * @param limits how much is kept of it
	 * @param shown what may be seen of a span that has not ended
	 */
	KeptSession(long number, String key, String id, InspectorLimits limits,
			Function<StartedSpan, @Nullable SpanData> shown) {
		this.number = number;
		this.key = key;
		this.id = id;
		this.limits = limits;
		this.row = new SessionRow(key, id, shown);
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
	 */
	void started(StartedSpan span) {
		if (!isFull() && this.open.put(span.context().getSpanId(), span) == null) {
			this.bytes += BYTES_OF_AN_OPEN_SPAN;
			changed();
		}
	}

	/**
	 * Keeps a span that has ended.
	 * @return whether there was room for it
	 */
	boolean ended(EndedSpan span) {
		SpanData data = span.data();
		boolean session = isOf(data, Stage.AGENT_SESSION);
		this.bytes -= (this.open.remove(data.getSpanId()) != null) ? BYTES_OF_AN_OPEN_SPAN : 0;
		this.closed |= session;
		changed();
		if (isFull() && !session) {
			this.cut++;
			return false;
		}
		this.ended.add(data);
		this.bytes += span.bytes();
		return true;
	}

	/**
	 * Forgets the open spans that will not end any more, or have and there was no room
	 * for the news.
	 */
	void forgetAbandoned() {
		int before = this.open.size();
		if (this.open.values().removeIf(StartedSpan::hasEnded)) {
			this.bytes -= (long) (before - this.open.size()) * BYTES_OF_AN_OPEN_SPAN;
			changed();
		}
	}

	void cut(long spans) {
		this.cut += spans;
		changed();
	}

	void over() {
		this.closed = true;
		changed();
	}

	private boolean isFull() {
		return this.bytes >= this.limits.bytesOfASession()
				|| this.ended.size() + this.open.size() >= this.limits.spansOfASession();
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
		return new Snapshot(row, this.row.start(), this.row.failed(), List.copyOf(this.ended), open());
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
	 * @param failed the ids of those that count as errors
	 * @param ended the spans that have ended, in that order
	 * @param open those that have not
	 */
	record Snapshot(Map<String, Object> row, long start, List<String> failed, List<SpanData> ended,
			List<StartedSpan> open) {
	}

}
