package io.voicetelemetry.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.content.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a model was offered.
 *
 * @param type what kind of tool it is, {@code function} as a rule
 * @param name its name
 * @param description what it is for, or {@code null}
 * @param parameters the JSON schema of what it takes, or {@code null}
 */
record OfferedTool(String type, String name, @Nullable String description, @Nullable Object parameters) {

	/**
	 * The tools of a JSON text, written as the GenAI conventions have them or as the APIs
	 * of OpenAI and Anthropic do.
	 * @param json an array of definitions
	 * @return the tools that have a name
	 */
	static List<OfferedTool> of(@Nullable String json) {
		List<OfferedTool> tools = new ArrayList<>();
		if (json != null && JsonReader.parse(json) instanceof List<?> list) {
			for (Object each : list) {
				if (each instanceof Map<?, ?> tool) {
					add(tools, tool);
				}
			}
		}
		return tools;
	}

	/**
	 * The names of the tools of a JSON text.
	 * @param json an array of definitions
	 * @return the names, or {@code null} if there are none
	 */
	static @Nullable List<String> names(@Nullable String json) {
		if (json == null) {
			return null;
		}
		List<String> names = of(json).stream().map(OfferedTool::name).toList();
		return names.isEmpty() ? null : names;
	}

	private static void add(List<OfferedTool> tools, Map<?, ?> tool) {
		Map<?, ?> function = (tool.get("function") instanceof Map<?, ?> inner) ? inner : tool;
		if (function.get("name") instanceof String name) {
			Object parameters = function.get("parameters");
			tools.add(new OfferedTool((tool.get("type") instanceof String type) ? type : "function", name,
					(function.get("description") instanceof String description) ? description : null,
					(parameters != null) ? parameters : function.get("input_schema")));
		}
	}

}
