package io.voicetelemetry.content;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JsonFieldWriterTests {

	@Test
	void writesWhatIsKnown() {
		assertThat(new JsonFieldWriter().put(JsonName.of("text"), "a \"b\"\n")
			.put(JsonName.of("number"), 5L)
			.put(JsonName.of("unknown"), (String) null)
			.put(JsonName.of("unknown"), (Long) null)
			.put(JsonName.of("unknown"), (Double) null)
			.put(JsonName.of("unknown"), (Boolean) null)
			.put(JsonName.of("seconds"), 0.25)
			.put(JsonName.of("much"), Double.POSITIVE_INFINITY)
			.put(JsonName.of("\"yes\""), true)
			.text())
			.isEqualTo("{\"text\":\"a \\\"b\\\"\\n\",\"number\":5,\"seconds\":0.25,"
					+ "\"much\":\"Infinity\",\"\\\"yes\\\"\":true}");
		assertThat(new JsonFieldWriter().text()).isEqualTo("{}");
	}

	@Test
	void leavesOutInnerObjectsWithNothingInThem() {
		JsonFieldWriter fields = new JsonFieldWriter();
		fields.begin(JsonName.of("none")).begin(JsonName.of("none")).end().end();
		fields.begin(JsonName.of("outer"))
			.begin(JsonName.of("none"))
			.end()
			.begin(JsonName.of("inner"))
			.put(JsonName.of("a"), 1L)
			.end()
			.put(JsonName.of("b"), 2L)
			.end();
		assertThat(fields.put(JsonName.of("c"), 3L).text())
			.isEqualTo("{\"outer\":{\"inner\":{\"a\":1},\"b\":2},\"c\":3}");
	}

	@Test
	void hasNoEndOfTheOutermost() {
		assertThatIllegalStateException().isThrownBy(() -> new JsonFieldWriter().end());
	}

	@Test
	void writesNumbersThatAreReadAsTheSame() {
		Random random = new Random(20261122);
		for (int i = 0; i < 100_000; i++) {
			assertRead((random.nextLong() >>> random.nextInt(64)) / 1e9);
			assertRead(-(random.nextLong() >>> random.nextInt(64)) / 1e6);
			assertRead(random.nextInt(100_000) / 1e3);
			double any = Double.longBitsToDouble(random.nextLong());
			assertRead(Double.isFinite(any) ? any : 0);
		}
		assertThat(written(0.000001)).isEqualTo("0.000001");
		assertThat(written(-1.05)).isEqualTo("-1.05");
		assertThat(written(-0.0)).isEqualTo("0.0");
		assertThat(written(1763807621.000005)).isEqualTo("1763807621.000005");
	}

	private static void assertRead(double number) {
		assertThat(Double.parseDouble(written(number))).isEqualTo((number == 0) ? 0.0 : number);
	}

	private static String written(double number) {
		StringBuilder json = new StringBuilder();
		JsonNumber.write(json, number);
		return json.toString();
	}

}
