package io.voicetelemetry.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code in {@code docs/readers.md} is the code that is tested.
 */
class ReadersDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "readers.md");

	private static final Path SOURCES = Path.of("src", "test", "java", "io", "voicetelemetry", "recipe");

	private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	@Test
	void showsNothingThatIsNotTested() throws IOException {
		List<String> blocks = BLOCK.matcher(text(PAGE)).results().map((MatchResult match) -> match.group(1)).toList();
		assertThat(blocks).hasSize(5)
			.allSatisfy((block) -> assertThat(sources()).anySatisfy((source) -> assertThat(source).contains(block)));
	}

	private static List<String> sources() throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			return files.filter((file) -> !file.toString().endsWith("Tests.java"))
				.map(ReadersDocumentationTests::text)
				.toList();
		}
	}

	private static String text(Path file) {
		try {
			return Files.readString(file).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
