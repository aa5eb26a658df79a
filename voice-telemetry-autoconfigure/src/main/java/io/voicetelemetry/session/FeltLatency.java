package io.voicetelemetry.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.TurnLatency;

/**
 * Tells the latency that the caller felt: on the reply's span and as an event.
 */
final class FeltLatency {

	private FeltLatency() {
	}

	static void tell(AgentTurnHandle reply, TurnTimeline answered, long heard) {
		double latency = SessionClock.seconds(heard - answered.speechEnd());
		OptionalDouble total = answered.totalLatency(reply, heard);
		List<LatencyPart> parts = answered.parts(reply, heard);
		answered.answered();
		reply.putSeconds(TelemetryAttributes.E2E_LATENCY, latency);
		total.ifPresent((seconds) -> reply.putSeconds(TelemetryAttributes.TOTAL_LATENCY, seconds));
		sums(parts).forEach((kind, seconds) -> reply.putSeconds(TelemetryAttributes.ofLatencyPart(kind), seconds));
		StageFigures.report(reply, (origin) -> new TurnLatency(origin, answered.speechId(), latency, total, parts),
				RefusalReason.INTERNAL_ERROR);
	}

	private static Map<LatencyPart.Kind, Double> sums(List<LatencyPart> parts) {
		Map<LatencyPart.Kind, Double> sums = new EnumMap<>(LatencyPart.Kind.class);
		parts.forEach((part) -> sums.merge(part.kind(), part.duration(), Double::sum));
		return sums;
	}

}
