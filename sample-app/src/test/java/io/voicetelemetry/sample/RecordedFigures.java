package io.voicetelemetry.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;

/**
 * Listens to the figures of all calls.
 */
public class RecordedFigures implements VoiceMetricsListener {

	private final List<VoiceMetrics> metrics = new CopyOnWriteArrayList<>();

	private final List<UsageSummary> usage = new CopyOnWriteArrayList<>();

	@Override
	public void onMetrics(VoiceMetrics told) {
		this.metrics.add(told);
	}

	@Override
	public void onUsage(UsageSummary told) {
		this.usage.add(told);
	}

	public <T extends VoiceMetrics> List<T> of(Class<T> type) {
		return this.metrics.stream().filter(type::isInstance).map(type::cast).toList();
	}

	public List<UsageSummary> usage() {
		return List.copyOf(this.usage);
	}

}
