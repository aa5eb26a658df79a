package io.voicetelemetry.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import io.voicetelemetry.dialect.oracle.ProductView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the oracle says of a span beside what Phoenix itself says of it.
 */
final class PhoenixComparison {

	private static final Map<String, String> BUCKETS = Map.of("prompt", "prompt", "completion", "completion", "total",
			"total", "cache_read", "prompt_details.cache_read", "cache_write", "prompt_details.cache_write",
			"prompt_audio", "prompt_details.audio", "reasoning", "completion_details.reasoning", "completion_audio",
			"completion_details.audio");

	private PhoenixComparison() {
	}

	/**
	 * Asserts that an oracle sees a span as Phoenix shows it.
	 */
	static void assertAlike(ProductView oracle, PhoenixSpan shown) {
		assertThat(said(oracle)).as(oracle.span()::toString).isEqualTo(said(shown));
	}

	private static Map<String, @Nullable Object> said(ProductView oracle) {
		Map<String, @Nullable Object> said = new TreeMap<>();
		said.put("kind", oracle.type());
		said.put("name", oracle.name());
		said.put("status", oracle.level());
		said.put("status message", (oracle.statusMessage() != null) ? oracle.statusMessage() : "");
		said.put("tokens in", (oracle.inputTokens() != null) ? oracle.inputTokens() : 0L);
		said.put("tokens out", (oracle.outputTokens() != null) ? oracle.outputTokens() : 0L);
		put(said, "input.value", oracle.input());
		put(said, "output.value", oracle.output());
		put(said, "llm.model_name", oracle.model());
		put(said, "llm.provider", oracle.provider());
		put(said, "user.id", oracle.user());
		put(said, "llm.system", oracle.details().get("system"));
		put(said, "tool.name", oracle.details().get("toolName"));
		put(said, "agent.name", oracle.details().get("agentName"));
		messages("llm.input_messages", (String) oracle.details().get("inputMessages"), said);
		messages("llm.output_messages", (String) oracle.details().get("outputMessages"), said);
		oracle.usage().forEach((bucket, tokens) -> said.put("llm.token_count." + BUCKETS.get(bucket), tokens));
		return said;
	}

	private static void messages(String key, @Nullable String json, Map<String, @Nullable Object> said) {
		if (json != null) {
			flatten(key, JsonMapper.shared().readTree(json), said);
		}
	}

	private static void flatten(String key, JsonNode node, Map<String, @Nullable Object> said) {
		if (node.isObject()) {
			node.propertyStream().forEach((each) -> flatten(key + "." + each.getKey(), each.getValue(), said));
		}
		else {
			said.put(key, node.asString());
		}
	}

	private static Map<String, @Nullable Object> said(PhoenixSpan shown) {
		Map<String, @Nullable Object> said = new TreeMap<>();
		said.put("kind", shown.kind());
		said.put("name", shown.name());
		said.put("status", shown.status());
		said.put("status message", shown.statusMessage());
		said.put("tokens in", shown.tokensIn());
		said.put("tokens out", shown.tokensOut());
		shown.attributes().forEach((key, value) -> {
			if (key.startsWith("llm.token_count.")) {
				if (shown.kind().equals("LLM")) {
					said.put(key, value);
				}
			}
			else if (key.startsWith("llm.input_messages.") || key.startsWith("llm.output_messages.")) {
				said.put(key, value.toString());
			}
		});
		put(said, "input.value", (shown.input() != null) ? shown.input().text() : null);
		put(said, "output.value", (shown.output() != null) ? shown.output().text() : null);
		for (String key : new String[] { "llm.model_name", "llm.provider", "llm.system", "user.id", "tool.name",
				"agent.name" }) {
			put(said, key, shown.attributes().get(key));
		}
		return said;
	}

	private static void put(Map<String, @Nullable Object> said, String key, @Nullable Object value) {
		if (value != null) {
			said.put(key, value);
		}
	}

}
