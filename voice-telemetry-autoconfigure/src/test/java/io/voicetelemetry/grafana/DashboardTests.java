package io.voicetelemetry.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alert rules ask for what a real application tells, with nothing
 * set but what the documentation says.
 */
class DashboardTests {

	private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

	private static final Pattern VARIABLE = Pattern.compile("\\$(?!__)\\{?(\\w+)");

	private static Scrape scrape = new Scrape(List.of());

	private final Dashboard dashboard = Dashboard.read();

	private final AlertRules alerts = AlertRules.read();

	DashboardTests() throws IOException {
	}

	@BeforeAll
	static void playCalls() throws Exception {
		scrape = ScrapedApplication.play();
	}

	@Test
	void everyQueryFindsSeries() {
		assertThat(this.dashboard.queries()).hasSizeGreaterThan(40);
		assertThat(this.dashboard.queries()).flatMap((query) -> query.faults(scrape)).isEmpty();
	}

	@Test
	void everyAlertFindsSeries() {
		assertThat(this.alerts.rules()).isNotEmpty();
		assertThat(this.alerts.rules()).flatMap((rule) -> rule.query().faults(scrape)).isEmpty();
	}

	/**
	 * The comparison itself: every name of every query matters to it.
	 */
	@Test
	void aMisspeltNameIsNoticed() {
		List<PromQuery> queries = Stream
			.concat(this.dashboard.queries().stream(), this.alerts.rules().stream().map(AlertRules.Rule::query))
			.toList();
		for (PromQuery query : queries) {
			for (PromQuery.Selector selector : query.selectors()) {
				assertThat(misspelt(query, selector.metric())).contains("no metric " + selector.metric() + "s, in");
				for (PromQuery.LabelMatcher matcher : selector.matchers()) {
					if (!matcher.label().matches("job|instance")) {
						assertThat(misspelt(query, matcher.label())).as(matcher.label()).contains("no ");
					}
				}
			}
			for (String label : query.labels()) {
				assertThat(misspelt(query, label)).contains("no label " + label + "s of ");
			}
		}
		assertThat(PromQuery.of("1 > 0").faults(scrape)).containsExactly("no metric in 1 > 0");
	}

	private static String misspelt(PromQuery query, String name) {
		String text = query.text().replaceAll("(?<![\\w$])" + name + "(?!\\w)", name + "s");
		return String.join("\n", PromQuery.of(text).faults(scrape));
	}

	@Test
	void everyPanelSaysWhatItShows() {
		Set<Integer> ids = new HashSet<>();
		Set<String> titles = new HashSet<>();
		for (JsonNode panel : this.dashboard.rowsAndPanels()) {
			assertThat(ids.add(panel.get("id").asInt())).as("id of %s", panel).isTrue();
			assertThat(titles.add(panel.get("title").asString())).as("title of %s", panel).isTrue();
		}
		assertThat(titles).doesNotContain("");
		assertThat(this.dashboard.panels()).isNotEmpty().allSatisfy((panel) -> {
			assertThat(panel.get("description").asString()).isNotBlank();
			assertThat(panel.get("targets").values()).isNotEmpty();
			assertThat(unit(panel)).isNotBlank();
			assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
			assertThat(panel.get("targets").values())
				.allSatisfy((target) -> assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}"));
		});
	}

	@Test
	void secondsAreShownAsSeconds() {
		assertThat(this.dashboard.panels()).filteredOn((panel) -> expressions(panel).contains("_seconds_bucket"))
			.hasSizeGreaterThan(5)
			.allSatisfy((panel) -> assertThat(unit(panel)).isEqualTo("s"));
		assertThat(this.dashboard.panels()).filteredOn((panel) -> expressions(panel).contains("_ms_bucket"))
			.isNotEmpty()
			.allSatisfy((panel) -> assertThat(unit(panel)).isEqualTo("ms"));
	}

	@Test
	void legendsHaveLabelsThatAreLeft() {
		for (JsonNode panel : this.dashboard.panels()) {
			for (JsonNode target : panel.get("targets").values()) {
				Set<String> labels = PromQuery.of(target.get("expr").asString()).labels();
				Matcher legend = LEGEND_LABEL.matcher(target.get("legendFormat").asString());
				while (legend.find()) {
					assertThat(labels).as("%s", target).contains(legend.group(1));
				}
			}
		}
		for (AlertRules.Rule rule : this.alerts.rules()) {
			Matcher text = Pattern.compile("\\$labels\\.(\\w+)")
				.matcher(String.join("\n", rule.annotations().values()));
			while (text.find()) {
				assertThat(rule.query().labels()).as("%s", rule).contains(text.group(1));
			}
		}
	}

	@Test
	void variablesThatAreUsedAreThere() {
		Set<String> used = new HashSet<>();
		Matcher variable = VARIABLE.matcher(this.dashboard.json().toString());
		while (variable.find()) {
			used.add(variable.group(1));
		}
		assertThat(this.dashboard.variables()).extracting((each) -> each.get("name").asString())
			.containsExactlyInAnyOrderElementsOf(used);
		assertThat(this.dashboard.variables()).filteredOn((each) -> each.get("type").asString().equals("datasource"))
			.hasSize(1);
	}

	@Test
	void panelsDoNotOverlap() {
		Set<String> taken = new HashSet<>();
		for (JsonNode panel : this.dashboard.rowsAndPanels()) {
			JsonNode place = panel.get("gridPos");
			for (int x = place.get("x").asInt(); x < place.get("x").asInt() + place.get("w").asInt(); x++) {
				assertThat(x).isBetween(0, 23);
				for (int y = place.get("y").asInt(); y < place.get("y").asInt() + place.get("h").asInt(); y++) {
					assertThat(taken.add(x + "," + y)).as("%s at %d, %d", panel.get("title"), x, y).isTrue();
				}
			}
		}
	}

	@Test
	void alertsAreWhole() {
		assertThat(this.alerts.rules()).extracting(AlertRules.Rule::name).doesNotHaveDuplicates();
		assertThat(this.alerts.rules()).hasSizeGreaterThanOrEqualTo(3).allSatisfy((rule) -> {
			assertThat(rule.name()).matches("Voice[A-Za-z]+");
			assertThat(rule.lasts()).matches("\\d+m");
			assertThat(rule.labels().get("severity")).isIn("warning", "critical");
			assertThat(rule.annotations()).containsOnlyKeys("summary", "description").doesNotContainValue("");
		});
	}

	@Test
	void areDescribed() throws IOException {
		List<String> rows = Files.readAllLines(Path.of("..", "docs", "dashboard.md"))
			.stream()
			.filter((line) -> line.startsWith("| "))
			.toList();
		assertThat(rows).containsAll(this.dashboard.panels()
			.stream()
			.map((panel) -> "| " + panel.get("title").asString() + " | " + panel.get("description").asString() + " |")
			.toList());
		assertThat(rows).anySatisfy((row) -> assertThat(row).startsWith("| alert |"));
		assertThat(this.alerts.rules()).allSatisfy((rule) -> assertThat(rows)
			.anySatisfy((row) -> assertThat(row).startsWith("| `" + rule.name() + "` | ")));
	}

	private static String unit(JsonNode panel) {
		return panel.at("/fieldConfig/defaults/unit").asString();
	}

	private static String expressions(JsonNode panel) {
		StringBuilder all = new StringBuilder();
		panel.get("targets").values().forEach((target) -> all.append(target.get("expr").asString()).append('\n'));
		return all.toString();
	}

}
