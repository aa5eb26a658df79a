package io.voicetelemetry.inspector;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * The spans of a session that failed and of which no child did: what fails takes with it
 * what it stands under, whichever of them ends first. Not thread-safe.
 */
final class FailedSpans {

	private final Set<String> ids = new LinkedHashSet<>();

	private final Set<String> parents = new HashSet<>();

	void read(SpanData span) {
		if (!hasFailed(span)) {
			return;
		}
		this.parents.add(span.getParentSpanId());
		this.ids.remove(span.getParentSpanId());
		if (!this.parents.contains(span.getSpanId())) {
			this.ids.add(span.getSpanId());
		}
	}

	/**
	 * What others record has no outcome.
	 */
	private static boolean hasFailed(SpanData span) {
		return (span.getAttributes().get(TelemetryAttributes.STAGE.key()) != null)
				? Outcome.ERROR.value().equals(span.getAttributes().get(TelemetryAttributes.OUTCOME.key()))
				: span.getStatus().getStatusCode() == StatusCode.ERROR;
	}

	List<String> ids() {
		return List.copyOf(this.ids);
	}

	int count() {
		return this.ids.size();
	}

}
