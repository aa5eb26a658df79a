package io.voicetelemetry.metrics;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;

/**
 * Records turns, what their silence was spent on, interruptions and tool calls.
 */
final class TurnMeters {

	private static final int PARTS = LatencyPart.Kind.values().length;

	private final RecentOrigins origins;

	TurnMeters(RecentOrigins origins) {
		this.origins = origins;
	}

	void record(TurnMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, metrics.role().value());
		MeterRow row = rows.get(TagSet.TURN);
		row.increment(VoiceMeter.TURNS);
		row.record(VoiceMeter.TURN_DURATION, metrics.duration());
		if (metrics.role() == TurnMetrics.Role.AGENT) {
			rows.get(TagSet.GEN_AI_AGENT).record(VoiceMeter.GEN_AI_INVOKE_AGENT_DURATION, metrics.duration());
		}
		if (metrics.discarded()) {
			rows.get(TagSet.TENANT).increment(VoiceMeter.REPLIES_DISCARDED);
		}
	}

	void record(TurnLatency latency) {
		MeterRow row = this.origins.of(latency, null).get(TagSet.TENANT);
		row.record(VoiceMeter.TURN_LATENCY, latency.e2eLatency());
		row.record(VoiceMeter.TURN_TOTAL_LATENCY, latency.totalLatency());
		double[] seconds = new double[PARTS];
		boolean[] known = new boolean[PARTS];
		for (LatencyPart part : latency.parts()) {
			// One figure for each turn: two tool calls are not two silences.
			seconds[part.kind().ordinal()] += part.duration();
			known[part.kind().ordinal()] = true;
		}
		for (int i = 0; i < PARTS; i++) {
			if (known[i]) {
				row.record(VoiceMeter.TURN_LATENCY_PART, i, seconds[i]);
			}
		}
	}

	void record(EouMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, null);
		MeterRow row = rows.get(TagSet.TENANT);
		row.record(VoiceMeter.END_OF_UTTERANCE_DELAY, metrics.endOfUtteranceDelay());
		row.record(VoiceMeter.TRANSCRIPTION_DELAY, metrics.transcriptionDelay());
		row.record(VoiceMeter.ON_USER_TURN_COMPLETED_DELAY, metrics.onUserTurnCompletedDelay());
		if (metrics.detectionDuration().isPresent() || metrics.detectionRequests() > 0) {
			MeterRow model = rows.get(TagSet.MODEL);
			model.record(VoiceMeter.TURN_DETECTION_DURATION, metrics.detectionDuration());
			model.count(VoiceMeter.TURN_DETECTION_REQUESTS, metrics.detectionRequests());
		}
	}

	void record(InterruptionMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, metrics.source());
		MeterRow row = rows.get(TagSet.INTERRUPTION);
		row.count(VoiceMeter.INTERRUPTIONS, metrics.interruptions());
		row.record(VoiceMeter.INTERRUPTION_PLAYOUT_POSITION, metrics.playoutPosition());
		rows.get(TagSet.TENANT).count(VoiceMeter.BACKCHANNELS, metrics.backchannels());
		MeterRow model = rows.get(TagSet.MODEL);
		model.count(VoiceMeter.INTERRUPTION_REQUESTS, metrics.requests());
		model.record(VoiceMeter.INTERRUPTION_DURATION, metrics.totalDuration());
		model.record(VoiceMeter.INTERRUPTION_PREDICTION_DURATION, metrics.predictionDuration());
		model.record(VoiceMeter.INTERRUPTION_DETECTION_DELAY, metrics.detectionDelay());
	}

	void record(ToolMetrics metrics) {
		OriginRows rows = this.origins.of(metrics, metrics.tool());
		MeterRow row = rows.get(TagSet.TOOL);
		row.increment(VoiceMeter.TOOL_CALLS);
		row.record(VoiceMeter.TOOL_DURATION, metrics.duration());
		rows.get(TagSet.GEN_AI_TOOL).record(VoiceMeter.GEN_AI_EXECUTE_TOOL_DURATION, metrics.duration());
	}

}
