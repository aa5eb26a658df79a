package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

final class EndOfTurnDetectionHandle extends MeasuredHandle implements EndOfTurnDetection {

	EndOfTurnDetectionHandle(SpanStart start) {
		super(start);
	}

	@Override
	public EndOfTurnDetection model(@Nullable String provider, @Nullable String model) {
		asks(provider, model);
		return this;
	}

	@Override
	List<VoiceMetrics> figures(MetricsOrigin origin, long endNanos) {
		for (SpanHandle near = this.parent; near != null; near = near.parent) {
			if (near instanceof UserTurnHandle turn) {
				turn.judged(origin, Math.max(endNanos - this.startNanos, 0));
			}
		}
		return List.of();
	}

	@Override
	public EndOfTurnDetection probability(double probability) {
		if (accepts()) {
			putRatio(TelemetryAttributes.EOU_PROBABILITY, probability);
		}
		return this;
	}

}
