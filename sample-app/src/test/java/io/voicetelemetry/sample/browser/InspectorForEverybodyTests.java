package io.voicetelemetry.sample.browser;

import java.util.List;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inspector's page with what callers may say, on small screens, with keys
 * alone, for those who hear pages, and with long calls.
 */
class InspectorForEverybodyTests extends InspectorPage {

	private static final String IMAGE = "<img src=x onerror=alert(1)>";

	private static final String SCRIPT = "</script><script>alert(1)</script>";

	/** One of each kind of character that hides itself or others. */
	private static final String HIDING = "a\u00adb\u034fc\u180ed\u2028e\u2029f\u3164g\udb40\udc41h\ufe0fi\udb40\udd00j\u202ek";

	private static final String SHOWN = "a[U+00AD]b[U+034F]c[U+180E]d[U+2028]e[U+2029]f[U+3164]g[U+E0041]h[U+FE0F]i[U+E0100]j[U+202E]k";

	private static final int MANY = 500;

	@Test
	void whatSomebodySaysIsText() {
		VoiceSession session = this.calls.begin(IMAGE);
		this.calls.interrupt(session, SCRIPT, "\u202egnp.exe \u001b[31mred\u0000 " + IMAGE);
		this.calls.fail(session, "javascript:alert(1)", new IllegalStateException(SCRIPT));
		session.end(SCRIPT);
		openCall();
		Browser.await(() -> assertThat(browser.texts(".transcript bdi")).contains(SCRIPT,
				"[U+202E]gnp.exe \u241b[31mred\u2400 " + IMAGE));
		openAll(".turns > li > details");
		Browser.await(() -> assertThat(browser.elements(".turns .stages details")).hasSizeGreaterThan(5));
		openAll(".stages details");
		Browser.await(() -> assertThat(browser.texts(".stages .body td")).contains(SCRIPT));
		assertThat(browser.text("h2")).startsWith(IMAGE);
		assertThatNothingWasMadeOfIt();
		open("");
		Browser.await(() -> assertThat(browser.texts(".sessions tbody th a")).containsExactly(IMAGE));
	}

	@Test
	void whatSomebodyNamesIsText() {
		for (int i = 0; i < 2; i++) {
			VoiceSession session = this.calls.begin(IMAGE + i, SCRIPT + HIDING);
			AgentTurn reply = session.startAgentTurn();
			reply.startLlmCall().model(SCRIPT, IMAGE + HIDING).usage(TokenUsage.of(1, 1)).end();
			ToolCall tool = reply.startToolCall(IMAGE + HIDING);
			tool.arguments("{\"" + IMAGE + "\":\"" + SCRIPT + HIDING + "\"}")
				.setAttribute(SCRIPT + HIDING, IMAGE + HIDING);
			tool.fail(new IllegalStateException(IMAGE + HIDING));
			reply.end();
			session.end();
		}
		openCall();
		openAll(".turns > li > details");
		Browser.await(() -> assertThat(browser.elements(".turns .stages details")).hasSizeGreaterThan(2));
		openAll(".stages details");
		Browser.await(() -> assertThat(browser.texts(".body th")).contains(SCRIPT + SHOWN));
		assertThat(browser.texts(".body td")).contains(IMAGE + SHOWN);
		assertThat(browser.texts(".body pre")).anySatisfy((json) -> assertThat(json).contains(IMAGE, SCRIPT + SHOWN));
		assertThat(browser.texts(".head dd")).contains(SCRIPT + SHOWN);
		assertThat(browser.texts(".chip.tool")).containsExactly(IMAGE + SHOWN);
		assertThat(browser.texts("[aria-label=Usage] th")).contains(IMAGE + SHOWN);
		assertThat(browser.texts(".errors li")).singleElement().asString().contains(IMAGE + SHOWN);
		assertThatNothingWasMadeOfIt();
		open("");
		Browser.await(() -> assertThat(browser.texts(".sessions .names")).first().asString().contains(SCRIPT + SHOWN));
		browser.elements(".sessions input").forEach(WebElement::click);
		assertThatNothingWasMadeOfIt();
		browser.element("#compare").click();
		Browser.await(
				() -> assertThat(browser.texts(".compared thead a")).containsExactlyInAnyOrder(IMAGE + 0, IMAGE + 1));
		assertThat(browser.texts(".compared tbody th")).contains("requests to " + IMAGE + SHOWN);
		assertThatNothingWasMadeOfIt();
	}

	private static void assertThatNothingWasMadeOfIt() {
		assertThat(browser.elements("img, script:not([src]), iframe, object")).isEmpty();
	}

	@Test
	void whatChoosesTheLookOfACharacterIsLeftToIt() {
		VoiceSession session = this.calls.begin("call-1");
		this.calls.ask(session, "\u2764\ufe0f 1\ufe0f\u20e3 \u845b\udb40\udd00 \u2764\ufe0f\ufe0f", "\u4e00\n\tYes.");
		openCall();
		Browser.await(() -> assertThat(browser.texts(".transcript bdi"))
			.containsExactly("\u2764\ufe0f 1\ufe0f\u20e3 \u845b\udb40\udd00 \u2764\ufe0f[U+FE0F]", "\u4e00\n\tYes."));
	}

	@Test
	void canBeUsedWithKeysAlone() {
		this.calls.play("other", 1);
		VoiceSession session = this.calls.begin("wanted");
		this.calls.ask(session, "First?", "One.");
		this.calls.interrupt(session, "Second?", "Two.");
		session.end();
		open("");
		Browser.await(() -> assertThat(browser.elements(".sessions tbody tr")).hasSize(2));
		moveTo("a.skip");
		moveTo("#search");
		press("wan");
		moveTo(".sessions tbody a");
		press(Keys.ENTER);
		Browser.await(() -> assertThat(browser.texts("h2")).containsExactly("wanted success"));
		moveTo(".spoke");
		press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
		assertThat(active().getAccessibleName()).startsWith("Agent speaks").endsWith("interrupted");
		press(Keys.ENTER);
		Browser.await(() -> assertThat(browser.texts(".transcript [aria-current] bdi")).contains("Second?"));
		moveTo(".turns summary");
		press(Keys.ENTER);
		Browser.await(() -> assertThat(browser.elements(".turns details[open] .stages")).isNotEmpty());
		moveTo(".stages summary");
		press(Keys.SPACE);
		Browser.await(() -> assertThat(browser.elements(".stages details[open] .attributes")).isNotEmpty());
	}

	@Test
	void readsWellForWhoHearsOrNeedsContrast() {
		this.calls.play("first", 2);
		VoiceSession session = this.calls.begin("second");
		this.calls.interrupt(session, "Is Tuesday free?", "Half past nine or half past ten.");
		this.calls.fail(session, "And now?", new IllegalStateException("the model is away"));
		for (String scheme : List.of("light", "dark")) {
			browser.colorScheme(scheme);
			open("");
			Browser.await(() -> assertThat(browser.elements(".sessions tbody tr")).hasSize(2));
			assertThat(browser.inaccessible()).as("the list, " + scheme).isEmpty();
			browser.elements(".sessions input").forEach(WebElement::click);
			browser.element("#compare").click();
			Browser.await(() -> assertThat(browser.elements(".compared tbody tr")).isNotEmpty());
			assertThat(browser.inaccessible()).as("two calls, " + scheme).isEmpty();
			openCall();
			browser.elements(".turns summary").forEach(WebElement::click);
			Browser.await(() -> assertThat(browser.elements(".stages summary")).hasSizeGreaterThan(5));
			browser.elements(".turns .stages summary").forEach(WebElement::click);
			assertThat(browser.inaccessible()).as("a call, " + scheme).isEmpty();
		}
	}

	@Test
	void fitsASmallScreen() {
		this.calls.play("first", 2);
		VoiceSession session = this.calls.begin("second-with-an-id-that-is-as-long-as-those-of-some-providers-are");
		this.calls.interrupt(session, "Is Tuesday free?", "Half past nine or half past ten.");
		browser.width(360);
		open("");
		Browser.await(() -> assertThat(browser.elements(".sessions tbody tr")).hasSize(2));
		assertThat(browser.isWiderThanItsScreen()).as("the list").isFalse();
		browser.elements(".sessions input").forEach(WebElement::click);
		browser.element("#compare").click();
		Browser.await(() -> assertThat(browser.elements(".compared tbody tr")).isNotEmpty());
		assertThat(browser.isWiderThanItsScreen()).as("two calls").isFalse();
		openCall();
		browser.elements(".turns summary").forEach(WebElement::click);
		Browser.await(() -> assertThat(browser.elements(".stages summary")).hasSizeGreaterThan(5));
		browser.elements(".turns .stages summary").forEach(WebElement::click);
		assertThat(browser.isWiderThanItsScreen()).as("a call").isFalse();
		assertThat(browser.element(".transcript li").getRect().width).isGreaterThan(250);
	}

	@Test
	void isCorrectWithManyTurns() {
		this.calls.play("long", MANY);
		open("");
		Browser.await(() -> assertThat(browser.elements(".sessions tbody a")).hasSize(1));
		Object call = browser.evaluate("document.querySelector('.sessions tbody a').hash");
		browser.leave();
		open((String) call);
		Browser.await(() -> assertThat(browser.evaluate("performance.getEntriesByName('inspector-ready').length"))
			.isEqualTo(1L));
		System.out.printf("A call with %d turns can be used %.0f ms after its page was asked for%n", MANY,
				((Number) browser.evaluate("performance.getEntriesByName('inspector-ready')[0].startTime"))
					.doubleValue());
		assertThat(browser.evaluate("document.querySelectorAll('.turns > li').length")).isEqualTo((long) MANY);
		assertThat(browser.evaluate("document.querySelectorAll('.spoke').length")).isEqualTo(2L * MANY);
		assertThat(browser.evaluate("document.querySelector('.transcript li:last-child bdi').textContent"))
			.isEqualTo("Answer " + MANY);
		assertThat(browser.text(".head")).contains(Integer.toString(MANY));
		browser.element(".turns > li:last-child summary").click();
		Browser.await(() -> assertThat(browser.texts(".turns > li:last-child .stages .stage")).contains("llm_request"));
		assertThat(browser.texts(".transcript [aria-current] bdi")).containsExactly("Question " + MANY + " of long",
				"Answer " + MANY);
	}

	private static void openAll(String details) {
		browser.evaluate("document.querySelectorAll('" + details + "').forEach((each) => { each.open = true; })");
	}

}
