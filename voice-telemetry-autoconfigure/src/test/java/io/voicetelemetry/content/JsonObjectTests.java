package io.voicetelemetry.content;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonObjectTests {

	@Test
	void numbersAreReadAsTheyWere() {
		Random random = new Random(20261122);
		for (int i = 0; i < 10_000; i++) {
			double[] numbers = { random.nextDouble() * 100, random.nextInt() / 1e9, random.nextLong() / 1e6,
					Double.longBitsToDouble(random.nextLong()) };
			for (double number : numbers) {
				if (Double.isFinite(number)) {
					assertThat(Double.parseDouble(JsonObject.text(number))).isEqualTo(number);
				}
			}
		}
	}

	@Test
	void numbersAreWrittenAsPeopleDo() {
		assertThat(JsonObject.text(0.5)).isEqualTo("0.5");
		assertThat(JsonObject.text(-12.25)).isEqualTo("-12.25");
		assertThat(JsonObject.text(3.0)).isEqualTo("3.0");
		assertThat(JsonObject.text(0.0)).isEqualTo("0.0");
		assertThat(JsonObject.text(0.000000001)).isEqualTo("0.000000001");
		assertThat(JsonObject.text(1763798400.123456)).isEqualTo("1763798400.123456");
		assertThat(JsonObject.text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
		assertThat(JsonObject.text(1e300)).isEqualTo("1.0E300");
		assertThat(JsonObject.text(Double.NaN)).isEqualTo("\"NaN\"");
	}

	@Test
	void textsAreEscapedWhereJsonWantsIt() {
		assertThat(new JsonObject().put("a\"b", "c\\d\n\te\u0001é").toString())
			.isEqualTo("{\"a\\\"b\":\"c\\\\d\\n\\te\\u0001é\"}");
	}

}
