package io.voicetelemetry.session;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.usage.UsageCollector;

/**
 * Who is told the figures of calls.
 *
 * @param inPlace who is told at once, on the thread on which they come to be
 * @param listeners who is told on a thread of their own, and of what
 * @param maxUsageRows how many models the usage of a session tells apart
 * @param logContext whether the log is told which call and turn its lines are about
 */
record MetricsSettings(List<VoiceMetricsListener> inPlace, Map<VoiceMetricsListener, Predicate<Class<?>>> listeners,
		int maxUsageRows, boolean logContext) {

	static final MetricsSettings NONE = new MetricsSettings(List.of(), Map.of(), UsageCollector.DEFAULT_MAX_ROWS,
			false);

}
