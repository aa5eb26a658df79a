package io.voicetelemetry.export;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * What is to be sent for a span that is open, should the process die.
 */
final class LastWill extends DelegatingSpanData {

	private static final String INTERRUPTED = "interrupted";

	private final long endEpochNanos;

	private final Attributes attributes;

	/**
	 * The will of a span.
	 * @param span the span as it is now
	 * @param epochNanos the time
	 */
	LastWill(SpanData span, long epochNanos) {
		super(span);
		this.endEpochNanos = Math.max(span.getStartEpochNanos(), epochNanos);
		this.attributes = OwnSpans.contain(span) ? interrupted(span.getAttributes()) : span.getAttributes();
	}

	private static Attributes interrupted(Attributes attributes) {
		AttributesBuilder builder = attributes.toBuilder().put(TelemetryAttributes.OUTCOME.key(), "error");
		if (Stage.AGENT_SESSION.value().equals(attributes.get(TelemetryAttributes.STAGE.key()))) {
			builder.put(TelemetryAttributes.DISCONNECT_REASON.key(), INTERRUPTED);
		}
		return builder.build();
	}

	@Override
	public long getEndEpochNanos() {
		return this.endEpochNanos;
	}

	@Override
	public boolean hasEnded() {
		return true;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.attributes.size();
	}

	@Override
	public StatusData getStatus() {
		return StatusData.create(StatusCode.ERROR, INTERRUPTED);
	}

}
