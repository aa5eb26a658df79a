package io.voicetelemetry.dialect;

import java.util.Locale;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Recognises what frameworks' spans are by the operation that they name, as the GenAI
 * conventions have it.
 */
final class FrameworkSpans {

	// @formatter:off
	private static final Map<String, Stage> STAGES = Map.of(
			"chat", Stage.LLM_REQUEST,
			"completion", Stage.LLM_REQUEST,
			"text_completion", Stage.LLM_REQUEST,
			"generate_content", Stage.LLM_REQUEST,
			"execute_tool", Stage.FUNCTION_TOOL,
			"invoke_agent", Stage.AGENT_TURN);
	// @formatter:on

	private FrameworkSpans() {
	}

	static @Nullable Stage stage(SpanData span) {
		String operation = span.getAttributes().get(TelemetryAttributes.OPERATION_NAME.key());
		return (operation != null) ? STAGES.get(operation.toLowerCase(Locale.ROOT)) : null;
	}

}
