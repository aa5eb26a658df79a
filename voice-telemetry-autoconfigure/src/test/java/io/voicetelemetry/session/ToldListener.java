package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.awaitility.Awaitility;

/**
 * Keeps what it was told, in order: tools by their names, everything else by its type,
 * each with its session.
 */
class ToldListener implements VoiceMetricsListener {

	static final String START = "start";

	static final String USAGE = "usage";

	static final String END = "end";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration SOON = Duration.ofMillis(5);

	/** Guarded by itself. */
	private final List<Told> told = new ArrayList<>();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	@Override
	public void onMetrics(VoiceMetrics metrics) {
		add(metrics.origin().sessionId(),
				(metrics instanceof ToolMetrics tool) ? String.valueOf(tool.tool()) : metrics.type());
	}

	@Override
	public void onSessionStart(SessionStart session) {
		add(session.sessionId(), START);
	}

	@Override
	public void onUsage(UsageSummary usage) {
		add(usage.sessionId(), USAGE);
	}

	@Override
	public void onSessionEnd(SessionSummary session) {
		add(session.sessionId(), END);
	}

	/**
	 * Told, on the thread that tells it.
	 */
	void add(String sessionId, String what) {
		this.threads.add(Thread.currentThread());
		synchronized (this.told) {
			this.told.add(new Told(sessionId, what));
		}
	}

	Set<Thread> threads() {
		return this.threads;
	}

	/**
	 * What it was told of a session.
	 */
	List<String> of(String sessionId) {
		synchronized (this.told) {
			return this.told.stream().filter((each) -> sessionId.equals(each.sessionId())).map(Told::what).toList();
		}
	}

	int count() {
		synchronized (this.told) {
			return this.told.size();
		}
	}

	/**
	 * What it was told of a session, once that has ended.
	 */
	List<String> awaitEnd(String sessionId) {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollDelay(Duration.ZERO)
			.pollInterval(SOON)
			.until(() -> of(sessionId).contains(END));
		return of(sessionId);
	}

	void awaitCount(int count) {
		Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(SOON).until(() -> count() >= count);
	}

	private record Told(String sessionId, String what) {
	}

}
