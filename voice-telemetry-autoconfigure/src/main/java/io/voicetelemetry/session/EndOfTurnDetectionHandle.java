package io.voicetelemetry.session;

final class EndOfTurnDetectionHandle extends SpanHandle implements EndOfTurnDetection {

	EndOfTurnDetectionHandle(SpanStart start) {
		super(start);
	}

	@Override
	public EndOfTurnDetection probability(double probability) {
		if (accepts()) {
			putRatio(TelemetryAttributes.EOU_PROBABILITY, probability);
		}
		return this;
	}

}
