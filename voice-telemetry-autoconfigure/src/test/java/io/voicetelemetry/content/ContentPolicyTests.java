package io.voicetelemetry.content;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContentPolicyTests {

	private final ContentPolicy ten = ContentPolicy.of(ContentCapture.FULL, 10);

	@Test
	void capturesNothingUnlessAskedTo() {
		assertThat(ContentPolicy.none().captures()).isFalse();
		assertThat(ContentPolicy.none().capture("secret")).isNull();
		assertThat(ContentPolicy.of(ContentCapture.NONE, 100).capture("secret")).isNull();
	}

	@Test
	void capturesAllUpToItsLength() {
		assertThat(this.ten.captures()).isTrue();
		assertThat(this.ten.capture("0123456789")).isEqualTo("0123456789");
		assertThat(this.ten.capture("0123456789a")).isEqualTo("0123456789… [truncated, 11 characters]");
		assertThat(this.ten.capture("")).isEmpty();
		assertThat(this.ten.capture(null)).isNull();
	}

	@Test
	void limitsAlsoWhatIsNoContent() {
		assertThat(ContentPolicy.of(ContentCapture.NONE, 3).limit("1234")).isEqualTo("123… [truncated, 4 characters]");
		assertThat(ContentPolicy.none().maxLength()).isEqualTo(65_536);
	}

	@Test
	void neverCutsACharacterInTwo() {
		assertThat(this.ten.limit("012345678😀")).isEqualTo("012345678… [truncated, 11 characters]");
		assertThat(this.ten.limit("01234567😀x")).isEqualTo("01234567😀… [truncated, 11 characters]");
		assertThat(ContentPolicy.of(ContentCapture.FULL, 1).limit("😀")).isEqualTo("… [truncated, 2 characters]");
	}

	@Test
	void cutsATextOfWhichOnlyTheBeginningWasKept() {
		assertThat(this.ten.capture("0123456789", 4_000_000_000L))
			.isEqualTo("0123456789… [truncated, 4000000000 characters]");
		assertThat(this.ten.capture("012345678\uD83D", 12)).isEqualTo("012345678… [truncated, 12 characters]");
		assertThat(this.ten.capture("0123456789", 10)).isEqualTo("0123456789");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void refusesALengthThatIsNone(int length) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPolicy.of(ContentCapture.FULL, length))
			.withMessage("maxLength must be positive but is " + length);
	}

}
