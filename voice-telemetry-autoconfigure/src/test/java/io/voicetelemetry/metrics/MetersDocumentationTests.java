package io.voicetelemetry.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.export.DropReason;
import io.voicetelemetry.session.RefusalReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation of meters says what the code does.
 */
class MetersDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "meters.md");

	@Test
	void listsEveryMeter() throws IOException {
		List<String> documented = Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.startsWith("| `") && line.split("\\|").length == 6)
			.toList();
		assertThat(documented)
			.containsExactlyElementsOf(Arrays.stream(VoiceMeter.values()).map(MetersDocumentationTests::row).toList());
	}

	@Test
	void listsTheValuesOfTags() throws IOException {
		String page = Files.readString(PAGE);
		assertThat(page).contains("`part`: " + quoted(Variants.PARTS.values()));
		assertThat(page).contains(
				"`reason`: " + quoted(Arrays.stream(RefusalReason.values()).map(RefusalReason::value).toList()) + "\n");
		assertThat(page).contains("`reason` of `voice.export.spans.dropped`: "
				+ quoted(Arrays.stream(DropReason.values()).map(DropReason::value).toList()) + "\n");
		assertThat(page).contains("`type` of `llm.tokens.detail`: " + quoted(Variants.PARTS_OF_TOKENS.values()
			.subList(TokenType.CACHED_INPUT.ordinal(), TokenType.values().length)));
	}

	@Test
	void listsTheBuckets() throws IOException {
		String page = Files.readString(PAGE);
		for (double[] buckets : List.of(Buckets.WAIT, Buckets.SPEECH, Buckets.CALL_MILLIS, Buckets.TOKENS_PER_SECOND)) {
			assertThat(page).contains(Arrays.stream(buckets)
				.mapToObj((bound) -> (bound == Math.rint(bound)) ? Long.toString((long) bound) : Double.toString(bound))
				.collect(Collectors.joining(", ")));
		}
	}

	private static String row(VoiceMeter meter) {
		List<String> tags = new ArrayList<>(meter.tagSet().tags().stream().map(MeterTag::key).toList());
		Variants variants = meter.variants();
		if (variants != null) {
			tags.add(variants.key());
		}
		String unit = meter.spec().unit();
		return Stream
			.of("`" + meter.spec().name() + "`", meter.spec().kind().label(), (unit != null) ? unit : "", quoted(tags),
					meter.spec().meaning())
			.map((cell) -> cell.isEmpty() ? "| " : "| " + cell + " ")
			.collect(Collectors.joining("", "", "|"));
	}

	private static String quoted(List<String> names) {
		return names.stream().map((name) -> "`" + name + "`").collect(Collectors.joining(", "));
	}

}
