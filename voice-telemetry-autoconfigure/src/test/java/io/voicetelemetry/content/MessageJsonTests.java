package io.voicetelemetry.content;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MessageJsonTests {

	private static JsonNode parse(String json) {
		return JsonMapper.shared().readTree(json);
	}

	static Stream<String> hostileTexts() {
		StringBuilder controls = new StringBuilder();
		for (char c = 0; c < 0xA0; c++) {
			controls.append(c);
		}
		return Stream.of("", "\"", "\\", "\\\"", "\\u0041", "\"}]}]", "\n\r\t\b\f", controls.toString(),
				"\u2028\u2029\uFEFF\uFFFF", "\uD83D", "\uDE00\uD83D", "😀", "{\"a\":[1,2]}", "</script>", "\u202E rtl");
	}

	@ParameterizedTest
	@MethodSource("hostileTexts")
	void isJsonForAnyText(String text) {
		JsonNode message = parse(MessageJson.message(text, text));
		assertThat(message.at("/0/role").asString()).isEqualTo(text);
		assertThat(message.at("/0/parts/0/type").asString()).isEqualTo("text");
		assertThat(message.at("/0/parts/0/content").asString()).isEqualTo(text);
		assertThat(parse(MessageJson.instructions(text)).at("/0/content").asString()).isEqualTo(text);
		assertThat(parse(MessageJson.object(new String[] { text }, new Object[] { text })).get(text).asString())
			.isEqualTo(text);
	}

	@Test
	void isJsonForRandomText() {
		Random random = new Random(7);
		for (int i = 0; i < 2000; i++) {
			StringBuilder text = new StringBuilder();
			for (int j = random.nextInt(40); j > 0; j--) {
				text.append((char) random.nextInt((i % 2 == 0) ? 0x80 : 0x10000));
			}
			assertThat(parse(MessageJson.message("user", text.toString())).at("/0/parts/0/content").asString())
				.isEqualTo(text.toString());
		}
	}

	@Test
	void hasTheFormOfTheConventions() {
		assertThat(MessageJson.message("user", "hello"))
			.isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hello\"}]}]");
		assertThat(MessageJson.instructions("be kind")).isEqualTo("[{\"type\":\"text\",\"content\":\"be kind\"}]");
	}

	@Test
	void keepsTheTypesOfNamedValues() {
		String[] names = { "int", "long", "double", "boolean", "null", "text", "big", "decimal", "byte", "object" };
		Object[] values = { 1, Long.MAX_VALUE, 1.5, true, null, "x", new BigInteger("123456789012345678901234567890"),
				new BigDecimal("1E+10"), (byte) 7, Stream.class };
		assertThat(MessageJson.object(names, values)).isEqualTo("{\"int\":1,\"long\":9223372036854775807,"
				+ "\"double\":1.5,\"boolean\":true,\"null\":null,\"text\":\"x\","
				+ "\"big\":123456789012345678901234567890,\"decimal\":1E+10,\"byte\":7,"
				+ "\"object\":\"interface java.util.stream.Stream\"}");
		assertThat(MessageJson.object(new String[0], new Object[0])).isEqualTo("{}");
	}

	@Test
	void numbersThatJsonDoesNotKnowAreText() {
		JsonNode json = parse(MessageJson.object(new String[] { "nan", "infinite", "float" },
				new Object[] { Double.NaN, Double.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY }));
		assertThat(json.get("nan").asString()).isEqualTo("NaN");
		assertThat(json.get("infinite").asString()).isEqualTo("-Infinity");
		assertThat(json.get("float").asString()).isEqualTo("Infinity");
	}

	@Test
	void valueWithoutTextIsNull() {
		Object nothing = new Object() {

			@Override
			public String toString() {
				return null;
			}

		};
		assertThat(MessageJson.object(new String[] { "nothing" }, new Object[] { nothing }))
			.isEqualTo("{\"nothing\":null}");
	}

	@Test
	void valuesThatAreMissingAreNull() {
		assertThat(MessageJson.object(new String[] { "a", "b" }, new Object[] { 1 })).isEqualTo("{\"a\":1,\"b\":null}");
	}

}
