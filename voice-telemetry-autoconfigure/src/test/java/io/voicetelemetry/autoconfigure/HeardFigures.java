package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import org.awaitility.Awaitility;

/**
 * Keeps what it was told.
 */
class HeardFigures implements VoiceMetricsListener {

	private final List<Object> heard = new CopyOnWriteArrayList<>();

	private final Set<String> threads = ConcurrentHashMap.newKeySet();

	@Override
	public void onMetrics(VoiceMetrics metrics) {
		add(metrics);
	}

	@Override
	public void onSessionStart(SessionStart session) {
		add(session);
	}

	@Override
	public void onUsage(UsageSummary usage) {
		add(usage);
	}

	@Override
	public void onSessionEnd(SessionSummary session) {
		add(session);
	}

	/**
	 * Told, on the thread that tells it.
	 */
	void add(Object message) {
		this.threads.add(Thread.currentThread().getName());
		this.heard.add(message);
	}

	List<Object> all() {
		return this.heard;
	}

	Set<String> threads() {
		return this.threads;
	}

	<T> List<T> of(Class<T> type) {
		return this.heard.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Waits for something of a type: what ends a session says that the rest was told.
	 */
	<T> T await(Class<T> type) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !of(type).isEmpty());
		return of(type).get(0);
	}

}
