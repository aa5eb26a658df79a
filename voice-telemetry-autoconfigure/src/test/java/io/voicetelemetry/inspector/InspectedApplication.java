package io.voicetelemetry.inspector;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Telemetry whose spans go to an inspector.
 */
final class InspectedApplication implements AutoCloseable {

	private final Inspector inspector;

	private final OpenTelemetrySdk sdk;

	private final ClosableVoiceTelemetry telemetry;

	InspectedApplication(int sessions, long bytes, ContentPolicy content) {
		this.inspector = new Inspector(new InspectorLimits(sessions, bytes), () -> content);
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.addSpanProcessor(
						new VoiceSpanProcessor(List.of(this.inspector), Attributes.empty(), Duration.ofSeconds(1)))
				.build())
			.build();
		this.telemetry = VoiceTelemetry.builder(this.sdk).content(content).build();
	}

	VoiceTelemetry telemetry() {
		return this.telemetry;
	}

	OpenTelemetrySdk sdk() {
		return this.sdk;
	}

	Inspector inspector() {
		return this.inspector;
	}

	InspectedSessions sessions() {
		return this.inspector.sessions();
	}

	VoiceSession session(String id) {
		return this.telemetry.session()
			.id(id)
			.tenantId("riverside")
			.agentName("desk")
			.startedAt(Instant.now().minusSeconds(60))
			.start();
	}

	/**
	 * A question of the caller and its answer, which was felt after at least 200 ms.
	 */
	static void talk(VoiceSession session) {
		Instant silent = session.now().minusMillis(200);
		UserTurn turn = session.startUserTurn(silent.minusSeconds(1));
		turn.startedSpeaking(silent.minusSeconds(1));
		turn.stoppedSpeaking(silent);
		turn.finalTranscript("When are you open?");
		turn.commit();
		turn.end();
		AgentTurn reply = session.startAgentTurn();
		LlmCall call = reply.startLlmCall();
		call.model("openai", "gpt-4o-mini").usage(TokenUsage.of(100, 20)).end();
		reply.firstAudioPlayed(null);
		reply.spoken("From eight to six.");
		reply.end();
	}

	@SuppressWarnings("unchecked")
	List<Map<String, Object>> rows() {
		return (List<Map<String, Object>>) sessions().list().get("sessions");
	}

	Map<String, Object> details(String id) {
		String key = (String) rows().stream()
			.filter((row) -> id.equals(row.get("id")))
			.findFirst()
			.orElseThrow()
			.get("key");
		Map<String, Object> found = sessions().find(key, 0);
		if (found == null) {
			throw new AssertionError("Session " + id + " is gone");
		}
		return found;
	}

	static ContentPolicy allContent() {
		return ContentPolicy.of(ContentCapture.FULL, ContentPolicy.DEFAULT_MAX_LENGTH);
	}

	@Override
	public void close() {
		this.telemetry.close();
		this.sdk.close();
	}

}
