package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Set;

import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * Opik of Comet, which shows each attribute that it has no rule for as a part of the
 * input. So what it has no rule for becomes metadata. And it takes what has a model,
 * tokens or messages for a request to a model: none but such keep them.
 *
 * @see <a href=
 * "https://github.com/comet-ml/opik/tree/b08c1b9/apps/opik-backend/src/main/java/com/comet/opik/domain/mapping/otel">Its
 * rules, read at commit b08c1b9</a>
 */
final class OpikDialect implements SpanDialect {

	private static final String INPUT = "input";

	private static final String OUTPUT = "output";

	private static final String THREAD_ID = "thread_id";

	private static final String TAGS = "opik.tags";

	private static final String METADATA = "opik.metadata";

	private static final String SYSTEM = "gen_ai.system";

	private static final String TOOL_NAME = "tool.name";

	/** What it has rules for on every span. */
	private static final Set<String> KNOWN = Set.of(INPUT, OUTPUT, THREAD_ID, TAGS, METADATA, SYSTEM, TOOL_NAME,
			"error.type", "gen_ai.operation.name", "gen_ai.conversation.id", "gen_ai.agent.name", "gen_ai.agent.id",
			"gen_ai.agent.description", "gen_ai.tool.name", "gen_ai.tool.type", "gen_ai.tool.call.id",
			"gen_ai.tool.description");

	/** What makes a request of a span. */
	private static final List<String> OF_REQUESTS = List.of("gen_ai.input.", "gen_ai.output.",
			"gen_ai.system_instructions", "gen_ai.usage.", "gen_ai.request.model", "gen_ai.request.temperature",
			"gen_ai.response.id", "gen_ai.response.model", "gen_ai.response.finish_reasons", "gen_ai.tool.definitions");

	@Override
	public String name() {
		return "opik";
	}

	@Override
	public List<String> ownPrefixes() {
		return List.of("opik.");
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		// Of what no stage is known, Opik finds out itself what it is.
		boolean request = span.stage() == Stage.LLM_REQUEST || span.stage() == Stage.REALTIME_INFERENCE
				|| (span.isUnknown() && span.isCounted());
		String input = span.input();
		String output = span.output();
		JsonObject metadata = new JsonObject();
		span.data().getAttributes().forEach((key, value) -> {
			String name = key.getKey();
			if (!KNOWN.contains(name) && !(request && isOfRequest(name))) {
				rewrite.remove(name);
				if (!value.equals(input) && !value.equals(output)) {
					metadata.put(name, value);
				}
			}
		});
		if (request) {
			rewrite.put(SYSTEM, span.get(TelemetryAttributes.PROVIDER_NAME));
		}
		else {
			rewrite.put(INPUT, input).put(OUTPUT, output);
		}
		if (span.stage() == Stage.FUNCTION_TOOL) {
			rewrite.put(TOOL_NAME, span.get(TelemetryAttributes.TOOL_NAME));
		}
		rewrite.put(THREAD_ID, span.sessionId());
		String useCase = span.get(TelemetryAttributes.USE_CASE);
		rewrite.put(TAGS, (useCase != null) ? List.of(useCase) : null);
		if (!metadata.isEmpty()) {
			rewrite.put(METADATA, metadata.toString());
		}
	}

	private static boolean isOfRequest(String key) {
		return OF_REQUESTS.stream().anyMatch(key::startsWith);
	}

}
