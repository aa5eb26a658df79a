package io.voicetelemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.opentelemetry.api.common.AttributeType;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation of names says what the code does.
 */
class ConventionsDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "conventions.md");

	@Test
	void listsEveryAttributeWithTypeAndSensitivity() throws IOException {
		List<String> documented = rows("## Attributes").stream()
			.map((row) -> row.get(0) + " " + row.get(1) + " " + row.get(3))
			.toList();
		List<String> declared = TelemetryAttributes.all().stream().map(ConventionsDocumentationTests::row).toList();
		assertThat(documented).containsExactlyInAnyOrderElementsOf(declared);
	}

	@Test
	void listsEveryStageWithItsOperation() throws IOException {
		List<String> documented = rows("## Stages").stream().map((row) -> row.get(0) + " " + row.get(3)).toList();
		List<String> declared = new ArrayList<>();
		for (Stage stage : Stage.values()) {
			declared.add(stage.value() + " " + ((stage.operationName() != null) ? stage.operationName() : ""));
		}
		assertThat(documented).containsExactlyInAnyOrderElementsOf(declared);
	}

	private static String row(TelemetryAttribute<?> attribute) {
		AttributeType type = attribute.key().getType();
		String typeName = (type == AttributeType.STRING_ARRAY) ? "string[]" : type.name().toLowerCase(Locale.ROOT);
		return attribute.key().getKey() + " " + typeName + " "
				+ ((attribute.sensitivity() == Sensitivity.CONTENT) ? "content" : "");
	}

	/**
	 * The rows of the table below a heading, without the marks of code.
	 */
	private static List<List<String>> rows(String heading) throws IOException {
		List<List<String>> rows = new ArrayList<>();
		boolean inside = false;
		for (String line : Files.readAllLines(PAGE)) {
			if (line.startsWith("## ")) {
				inside = line.equals(heading);
			}
			else if (inside && line.startsWith("| `")) {
				List<String> cells = new ArrayList<>();
				for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
					cells.add(cell.trim().replace("`", ""));
				}
				rows.add(cells);
			}
		}
		return rows;
	}

}
