package io.voicetelemetry.grafana;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The alert rules as they are in the jar.
 *
 * @param rules the rules of all groups
 */
record AlertRules(List<Rule> rules) {

	static AlertRules read() throws IOException {
		try (InputStream file = Objects
			.requireNonNull(AlertRules.class.getResourceAsStream("voice-telemetry-alerts.yaml"), "alert rules")) {
			Map<String, Object> all = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
			List<Rule> rules = new ArrayList<>();
			for (Map<String, Object> group : list(all, "groups")) {
				list(group, "rules").forEach((rule) -> rules.add(rule(rule)));
			}
			return new AlertRules(rules);
		}
	}

	private static Rule rule(Map<String, Object> rule) {
		return new Rule(text(rule, "alert"), PromQuery.of(text(rule, "expr")), text(rule, "for"), map(rule, "labels"),
				map(rule, "annotations"));
	}

	private static String text(Map<String, Object> rule, String key) {
		return (String) Objects.requireNonNull(rule.get(key), () -> key + " of " + rule);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, String> map(Map<String, Object> rule, String key) {
		return (Map<String, String>) Objects.requireNonNull(rule.get(key), () -> key + " of " + rule);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(Map<String, Object> from, String key) {
		return (List<Map<String, Object>>) Objects.requireNonNull(from.get(key), key);
	}

	/**
	 * A rule.
	 *
	 * @param name the alert's name
	 * @param query when it is given
	 * @param lasts how long that must be so
	 * @param labels what it is labelled with
	 * @param annotations what it says
	 */
	record Rule(String name, PromQuery query, String lasts, Map<String, String> labels,
			Map<String, String> annotations) {

	}

}
