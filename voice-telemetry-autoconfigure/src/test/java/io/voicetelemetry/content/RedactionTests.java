package io.voicetelemetry.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.voicetelemetry.fence.FenceReports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What redactors take out of texts stays out, whatever they do.
 */
class RedactionTests {

	private static final Pattern CARD = Pattern.compile("(?:[0-9] ?){13,19}");

	private static final ContentRedactor CARDS = (text) -> CARD.matcher(text).replaceAll("[card]");

	private long now;

	private ContentPolicy policy(int maxLength, ContentRedactor... redactors) {
		return ContentPolicy.of(ContentCapture.FULL, maxLength, List.of(redactors), Set.of(), () -> this.now);
	}

	@Test
	void goesThroughAllRedactorsInTheirOrder() {
		ContentPolicy policy = policy(1000, CARDS, (text) -> text.replace("[card]", "[gone]"), String::toUpperCase);
		assertThat(policy.capture("my card is 4111 1111 1111 1111, thanks")).isEqualTo("MY CARD IS [GONE], THANKS");
	}

	@Test
	void asksNobodyWhereNothingIsCaptured() {
		List<String> asked = new ArrayList<>();
		ContentPolicy policy = ContentPolicy.of(ContentCapture.NONE, 1000, List.of((text) -> {
			asked.add(text);
			return text;
		}));
		assertThat(policy.capture("text")).isNull();
		assertThat(policy.captures(1L)).isFalse();
		assertThat(asked).isEmpty();
	}

	@Test
	void leavesAloneWhatIsNotContent() {
		assertThat(policy(1000, CARDS).limit("4111 1111 1111 1111")).isEqualTo("4111 1111 1111 1111");
	}

	static Stream<ContentRedactor> broken() {
		return Stream.of((text) -> {
			throw new IllegalStateException(text);
		}, (text) -> {
			throw new NoClassDefFoundError(text);
		}, RedactionTests::endless, RedactionTests::none, (text) -> {
			throw RedactionTests.<RuntimeException>sneaky(new Exception(text));
		});
	}

	@ParameterizedTest
	@MethodSource("broken")
	void isNothingButThePlaceholderWhereOneFails(ContentRedactor broken) {
		for (ContentPolicy policy : List.of(policy(1000, broken), policy(1000, broken, CARDS),
				policy(1000, CARDS, broken), policy(5, broken))) {
			assertThat(policy.capture("my number")).isEqualTo("[redaction failed]");
			assertThat(policy.capture("x".repeat(2000))).isEqualTo("[redaction failed]");
			assertThat(policy.captures(42L)).isFalse();
		}
	}

	@Test
	void isNothingButThePlaceholderOnceOneWasTooSlow() {
		ContentPolicy policy = policy(1000, (text) -> {
			this.now += 1_000_000_000L;
			return text.replace("secret", "");
		}, (text) -> text);
		assertThat(policy.capture("a secret")).isEqualTo("a ");
		assertThat(policy.capture("a secret")).isEqualTo("[redaction failed]");
	}

	@Test
	void isNothingButThePlaceholderInsideTheRedactorItself() {
		AtomicReference<@Nullable String> inside = new AtomicReference<>();
		AtomicReference<@Nullable ContentPolicy> policy = new AtomicReference<>();
		policy.set(policy(1000, (text) -> {
			inside.set(policy.get().capture("inside: " + text));
			return "redacted";
		}));
		assertThat(policy.get().capture("secret")).isEqualTo("redacted");
		assertThat(inside.get()).isEqualTo("[redaction failed]");
	}

	@Test
	void failuresAreToldWithoutTheText() {
		List<String> told = new ArrayList<>();
		ContentPolicy policy = policy(1000, (text) -> {
			this.now += 60_000_000;
			throw new IllegalStateException(text);
		}).reportingTo(new FenceReports() {

			@Override
			public void refused(@Nullable String what, @Nullable Throwable error) {
				told.add(String.valueOf(what));
			}

			@Override
			public void warn(String text) {
				told.add(text);
			}

		});
		for (int i = 0; i < 5; i++) {
			policy.capture("my number");
		}
		assertThat(told).hasSize(7).noneMatch((text) -> text.contains("my number"));
		assertThat(told.get(1)).startsWith("The redactor ").contains("took 60 ms");
		assertThat(told.get(4)).contains("switched off", "all texts become '[redaction failed]'");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 100, 255, 256, 257, 1000 })
	void neverKeepsTheBeginningOfWhatTheCutMadeUnrecognizable(int maxLength) {
		ContentPolicy policy = policy(maxLength, CARDS);
		String card = "4111 1111 1111 1111";
		int cut = maxLength + ContentPolicy.REDACTION_MARGIN;
		for (int at = Math.max(0, cut - 40); at <= cut + 5; at++) {
			String text = "x".repeat(at) + card + "y".repeat(3000);
			assertThat(policy.capture(text)).doesNotContain("x4")
				.endsWith("… [truncated, " + text.length() + " characters]");
		}
		for (int at = Math.max(0, maxLength - 40); at <= maxLength; at++) {
			assertThat(policy.capture("x".repeat(at) + card + "y".repeat(10))).doesNotContain("x4", "4111");
			assertThat(policy.capture("x".repeat(at) + card)).doesNotContain("x4", "4111");
		}
	}

	@Test
	void neverKeepsItEitherWhereTheRestBecameShorter() {
		ContentPolicy policy = policy(1000, CARDS);
		String cards = "4111 1111 1111 1111, ".repeat(30);
		int cut = 1000 + ContentPolicy.REDACTION_MARGIN;
		for (int at = cut - 40; at <= cut + 5; at++) {
			String text = cards + "x".repeat(at - cards.length()) + "4111 1111 1111 1111" + "y".repeat(3000);
			assertThat(policy.capture(text)).startsWith("[card], [card]").contains("xx").doesNotContain("x4");
		}
	}

	@Test
	void showsARedactorNoMoreThanIsNeeded() {
		List<Integer> lengths = new ArrayList<>();
		ContentPolicy policy = policy(100, (text) -> {
			lengths.add(text.length());
			return text;
		});
		policy.capture("x".repeat(356));
		policy.capture("x".repeat(357));
		policy.capture("x".repeat(1_000_000));
		policy.capture("x".repeat(355) + "😀" + "x".repeat(1000));
		assertThat(lengths).containsExactly(356, 356, 356, 355);
		assertThat(policy.neededLength()).isEqualTo(356);
		assertThat(policy(Integer.MAX_VALUE, CARDS).neededLength()).isEqualTo(Integer.MAX_VALUE);
		assertThat(policy(100).neededLength()).isEqualTo(100);
	}

	@Test
	void cutsWhatARedactorMadeLonger() {
		assertThat(policy(10, (text) -> text + "y".repeat(50)).capture("x"))
			.isEqualTo("xyyyyyyyyy… [truncated, 51 characters]");
		assertThat(policy(10, (text) -> "y".repeat(1000)).capture("x".repeat(500)))
			.isEqualTo("y".repeat(10) + "… [truncated, 500 characters]");
	}

	@Test
	void keepsWholeWhatARedactorMadeShortEnough() {
		assertThat(policy(20, CARDS).capture("card: 4111 1111 1111 1111")).isEqualTo("card: [card]");
	}

	@Test
	void takesNumbersThatItWouldHaveToChange() {
		ContentPolicy policy = policy(1000, CARDS);
		assertThat(policy.captures(4_111_111_111_111_111L)).isFalse();
		assertThat(policy.captures(42)).isTrue();
		assertThat(policy.captures(true)).isTrue();
	}

	private static String endless(String text) {
		return endless(text) + "x";
	}

	@SuppressWarnings("NullAway") // What redactors promise not to do.
	private static String none(String text) {
		return null;
	}

	@SuppressWarnings("unchecked") // What is thrown is not checked for its type.
	private static <E extends Throwable> E sneaky(Throwable error) throws E {
		throw (E) error;
	}

}
