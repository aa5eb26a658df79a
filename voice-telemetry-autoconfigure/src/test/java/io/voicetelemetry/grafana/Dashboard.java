package io.voicetelemetry.grafana;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard as it is in the jar.
 *
 * @param json all of it
 */
record Dashboard(JsonNode json) {

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	static Dashboard read() throws IOException {
		try (InputStream file = Objects
			.requireNonNull(Dashboard.class.getResourceAsStream("voice-telemetry-dashboard.json"), "dashboard")) {
			return new Dashboard(JsonMapper.shared().readTree(file));
		}
	}

	List<JsonNode> rowsAndPanels() {
		return List.copyOf(this.json.get("panels").values());
	}

	/**
	 * All panels but the rows that they are in.
	 */
	List<JsonNode> panels() {
		return rowsAndPanels().stream().filter((panel) -> !isRow(panel)).toList();
	}

	static boolean isRow(JsonNode panel) {
		return panel.get("type").asString().equals("row");
	}

	List<JsonNode> variables() {
		return List.copyOf(this.json.at("/templating/list").values());
	}

	/**
	 * The queries of the panels and of the variables.
	 */
	List<PromQuery> queries() {
		List<PromQuery> queries = new ArrayList<>();
		panels().forEach((panel) -> panel.get("targets")
			.values()
			.forEach((target) -> queries.add(PromQuery.of(target.get("expr").asString()))));
		variables().stream()
			.filter((variable) -> variable.get("type").asString().equals("query"))
			.forEach((variable) -> queries.add(ofVariable(variable.at("/query/query").asString())));
		return queries;
	}

	private static PromQuery ofVariable(String text) {
		Matcher values = LABEL_VALUES.matcher(text);
		if (!values.matches()) {
			throw new IllegalArgumentException("Unknown query of a variable: " + text);
		}
		return PromQuery.of("sum by (" + values.group(2) + ") (" + values.group(1) + ")");
	}

}
