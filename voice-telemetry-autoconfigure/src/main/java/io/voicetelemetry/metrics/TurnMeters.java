package io.voicetelemetry.metrics;

import io.voicetelemetry.event.EouMetrics;
import io.voicetelemetry.event.InterruptionMetrics;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.TurnMetrics;

/**
 * Records turns, what their silence was spent on, interruptions and tool calls.
 */
final class TurnMeters {

	private static final int PARTS = LatencyPart.Kind.values().length;

	private final MeterRows rows;

	TurnMeters(MeterRows rows) {
		this.rows = rows;
	}

	void record(TurnMetrics metrics) {
		MetricsOrigin origin = metrics.origin();
		MeterRow row = this.rows.get(TagSet.TURN, origin.tenantId(), metrics.role().value(), origin.outcome().value());
		row.increment(VoiceMeter.TURNS);
		row.record(VoiceMeter.TURN_DURATION, metrics.duration());
		if (metrics.role() == TurnMetrics.Role.AGENT) {
			this.rows.get(TagSet.GEN_AI_AGENT, StageNames.INVOKE_AGENT, ErrorTypes.of(origin))
				.record(VoiceMeter.GEN_AI_INVOKE_AGENT_DURATION, metrics.duration());
		}
		if (metrics.discarded()) {
			this.rows.get(TagSet.TENANT, origin.tenantId()).increment(VoiceMeter.REPLIES_DISCARDED);
		}
	}

	void record(TurnLatency latency) {
		MeterRow row = this.rows.get(TagSet.TENANT, latency.origin().tenantId());
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
		MetricsOrigin origin = metrics.origin();
		MeterRow row = this.rows.get(TagSet.TENANT, origin.tenantId());
		row.record(VoiceMeter.END_OF_UTTERANCE_DELAY, metrics.endOfUtteranceDelay());
		row.record(VoiceMeter.TRANSCRIPTION_DELAY, metrics.transcriptionDelay());
		row.record(VoiceMeter.ON_USER_TURN_COMPLETED_DELAY, metrics.onUserTurnCompletedDelay());
		if (metrics.detectionDuration().isPresent() || metrics.detectionRequests() > 0) {
			MeterRow model = modelRow(origin);
			model.record(VoiceMeter.TURN_DETECTION_DURATION, metrics.detectionDuration());
			model.count(VoiceMeter.TURN_DETECTION_REQUESTS, metrics.detectionRequests());
		}
	}

	void record(InterruptionMetrics metrics) {
		MetricsOrigin origin = metrics.origin();
		MeterRow row = this.rows.get(TagSet.INTERRUPTION, origin.tenantId(), metrics.source());
		row.count(VoiceMeter.INTERRUPTIONS, metrics.interruptions());
		row.record(VoiceMeter.INTERRUPTION_PLAYOUT_POSITION, metrics.playoutPosition());
		this.rows.get(TagSet.TENANT, origin.tenantId()).count(VoiceMeter.BACKCHANNELS, metrics.backchannels());
		MeterRow model = modelRow(origin);
		model.count(VoiceMeter.INTERRUPTION_REQUESTS, metrics.requests());
		model.record(VoiceMeter.INTERRUPTION_DURATION, metrics.totalDuration());
		model.record(VoiceMeter.INTERRUPTION_PREDICTION_DURATION, metrics.predictionDuration());
		model.record(VoiceMeter.INTERRUPTION_DETECTION_DELAY, metrics.detectionDelay());
	}

	void record(ToolMetrics metrics) {
		MetricsOrigin origin = metrics.origin();
		MeterRow row = this.rows.get(TagSet.TOOL, metrics.tool(), origin.outcome().value());
		row.increment(VoiceMeter.TOOL_CALLS);
		row.record(VoiceMeter.TOOL_DURATION, metrics.duration());
		this.rows.get(TagSet.GEN_AI_TOOL, StageNames.EXECUTE_TOOL, metrics.tool(), ErrorTypes.of(origin))
			.record(VoiceMeter.GEN_AI_EXECUTE_TOOL_DURATION, metrics.duration());
	}

	private MeterRow modelRow(MetricsOrigin origin) {
		return this.rows.get(TagSet.MODEL, origin.provider(), SpeechMeters.model(origin));
	}

}
