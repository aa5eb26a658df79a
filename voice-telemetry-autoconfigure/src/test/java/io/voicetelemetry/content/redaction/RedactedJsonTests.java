package io.voicetelemetry.content.redaction;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was JSON is JSON afterwards, and says the same but for what was taken out.
 */
class RedactedJsonTests {

	private final SensitiveDataRedactor redactor = SensitiveDataRedactor.of(EnumSet.allOf(SensitiveKind.class));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"pan":4111111111111111,"n":3}                    | {"pan":"[card]","n":3}
			{"pan": "4111 1111 1111 1111" }                   | {"pan": "[card]" }
			[ 4111111111111111, true, null, -1.5e3 ]          | [ "[card]", true, null, -1.5e3 ]
			{"a":4.111111111111111E15}                        | {"a":"[card]E15"}
			{"a":4.24242424242424E15}                         | {"a":"[card]E15"}
			{"a":-48210937}                                   | {"a":"-[digits]"}
			{"a":48210937.5}                                  | {"a":"[digits]"}
			{"t":"a\\nb","e":"jane@example.com\\n"}           | {"t":"a\\nb","e":"[email]\\n"}
			{"p":"4111\\u00a01111\\u00A01111 1111"}           | {"p":"[card]"}
			{"p":"\\u0034111 1111 1111 1111"}                 | {"p":"[card]"}
			{"p":"\\u002B1 212 555 0142 \\"x\\" \\/"}         | {"p":"[phone] \\"x\\" /"}
			{"4111111111111111":1}                            | {"[card]":1}
			{"args":"{\\"pan\\":4111111111111111}"}           | {"args":"{\\"pan\\":\\"[card]\\"}"}
			["4111","1111","1111","1111"]                     | ["[card]"]
			{"dtmf":[4,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"n":1}  | {"dtmf":["[card]"],"n":1}
			{"days":[1,2,3,4,5,6,7]}                          | {"days":[1,2,3,4,5,6,7]}
			{"slots":[9,10,11,14,15],"x":["9","10"]}          | {"slots":[9,10,11,14,15],"x":["9","10"]}
			{"at":"2026-11-21T14:30:00Z","score":0.98765432}  | {"at":"2026-11-21T14:30:00Z","score":0.98765432}
			"4111 1111 1111 1111"                             | "[card]"
			"Hi," she said, "4111 1111 1111 1111"             | "Hi," she said, "[card]"
			{card=4111 1111 1111 1111, n=3}                   | {card=[card], n=3}
			[laughs] 4111 1111 1111 1111                      | [laughs] [card]
			{"pan":4111111111111111,"note":"cut he            | {"pan":"[card]","note":"cut he
			{"note":"cut 4111 1111 1111 1111 he               | {"note":"cut [card] he"
			{"pan":41111111111                                | {"pan":"[digits]"
			""")
	void isStillJson(String json, String redacted) {
		assertThat(this.redactor.redact(json)).isEqualTo(redacted);
	}

	@Test
	void isStillJsonLineByLine() {
		assertThat(this.redactor.redact("{\"card\":4111111111111111}\n{\"n\":[3]}\r\n[\"4111 1111 1111 1111\"]\n"))
			.isEqualTo("{\"card\":\"[card]\"}\n{\"n\":[3]}\r\n[\"[card]\"]\n");
		assertThat(this.redactor.redact("{\"n\":1}\n{\"card\":4111111111111111,\"note\":\"cut"))
			.isEqualTo("{\"n\":1}\n{\"card\":\"[card]\",\"note\":\"cut");
		assertThat(this.redactor.redact("{\"n\":1} and 4111111111111111")).isEqualTo("{\"n\":1} and [card]");
	}

	@Test
	void saysTheSameWhereNothingIsFound() {
		Random random = new Random(5);
		for (int i = 0; i < 3000; i++) {
			String json = JsonMapper.shared().writeValueAsString(List.of(value(random, 4)));
			JsonNode redacted = JsonMapper.shared().readTree(this.redactor.redact(json));
			assertThat(redacted).isNotNull();
			assertThat(SensitiveDataRedactor.of(EnumSet.noneOf(SensitiveKind.class)).redact(json)).isEqualTo(json);
		}
	}

	private static Object value(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 7 : 5)) {
			case 0 -> random.nextLong();
			case 1 -> random.nextDouble() * Math.pow(10, random.nextInt(20) - 5);
			case 2 -> random.nextBoolean();
			case 3 -> text(random);
			case 4 -> String.valueOf(random.nextLong());
			case 5 -> IntStream.range(0, random.nextInt(5)).mapToObj((i) -> value(random, depth - 1)).toList();
			default -> {
				Map<String, Object> map = new LinkedHashMap<>();
				for (int i = random.nextInt(4); i > 0; i--) {
					map.put(text(random), value(random, depth - 1));
				}
				yield map;
			}
		};
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(20); i > 0; i--) {
			text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0xd800));
			text.append(random.nextInt(3) == 0 ? "4111 1111 " : "");
		}
		return text.toString();
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 511, 512, 513, 100_000 })
	void isNestedAsDeepAsItLikes(int depth) {
		String json = "[".repeat(depth) + "\"4111 1111 1111 1111\"" + "]".repeat(depth);
		assertThat(this.redactor.redact(json)).isEqualTo(json.replace("4111 1111 1111 1111", "[card]"));
	}

	@Test
	void isRedactedInStringsOfStrings() {
		String json = "{\"pan\":\"4111\u00a01111 1111 1111\"}";
		for (int i = 0; i < 8; i++) {
			String redacted = this.redactor.redact(json);
			assertThat(redacted).contains("[card]").doesNotContain("4111");
			JsonMapper.shared().readTree(redacted);
			json = JsonMapper.shared().writeValueAsString(Map.of("args", json));
		}
	}

}
