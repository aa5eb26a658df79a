package io.voicetelemetry.content.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the corpus: a text, and what in it is sensitive.
 *
 * @param text the text
 * @param expected the text with marks
 * @param labels what is sensitive
 */
record Utterance(String text, String expected, List<Findings.Finding> labels) {

	private static final Pattern LABEL = Pattern.compile("\\{(card|iban|email|phone|ssn|sip|digits):([^}]*)}");

	static List<Utterance> of(String file) {
		try (InputStream stream = Utterance.class.getResourceAsStream(file)) {
			String content = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
			return content.lines().filter((line) -> !line.startsWith("#")).map(Utterance::parse).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Utterance parse(String line) {
		StringBuilder text = new StringBuilder();
		StringBuilder expected = new StringBuilder();
		List<Findings.Finding> labels = new ArrayList<>();
		Matcher matcher = LABEL.matcher(line);
		int from = 0;
		while (matcher.find()) {
			text.append(line, from, matcher.start());
			expected.append(line, from, matcher.start());
			int start = text.length();
			String kind = matcher.group(1);
			text.append(matcher.group(2));
			boolean number = text.toString().startsWith("{") && !isQuoted(text, start);
			expected.append(number ? "\"[" + kind + "]\"" : "[" + kind + "]");
			labels
				.add(new Findings.Finding(start, text.length(), SensitiveKind.valueOf(kind.toUpperCase(Locale.ROOT))));
			from = matcher.end();
		}
		text.append(line.substring(from));
		expected.append(line.substring(from));
		return new Utterance(text.toString(), expected.toString(), labels);
	}

	private static boolean isQuoted(CharSequence json, int index) {
		return json.chars().limit(index).filter((c) -> c == '"').count() % 2 == 1;
	}

	boolean isJson() {
		return this.text.startsWith("{\"") || this.text.startsWith("[{");
	}

	/**
	 * Whether a label is spoken rather than written.
	 */
	boolean isSpoken(Findings.Finding label) {
		boolean number = switch (label.kind()) {
			case EMAIL, SIP -> false;
			default -> true;
		};
		return number && this.text.substring(label.start(), label.end()).chars().noneMatch(Character::isDigit);
	}

}
