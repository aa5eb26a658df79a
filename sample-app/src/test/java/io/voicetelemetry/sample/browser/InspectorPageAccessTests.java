package io.voicetelemetry.sample.browser;

import java.util.List;

import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inspector's page with keys alone, and for those who hear pages or need
 * contrast, while a call goes on.
 */
class InspectorPageAccessTests extends InspectorPage {

	@Test
	void aCallIsFoundAndTakenAwayWithKeysAlone() {
		this.calls.play("call-1", 1);
		VoiceSession session = this.calls.begin("call-2");
		open("");
		Browser.await(() -> assertThat(browser.elements(".sessions tbody tr")).hasSize(2));
		moveTo("#search");
		press("call");
		moveTo("#outcome");
		press("live");
		Browser.await(() -> assertThat(browser.texts(".sessions tbody th a")).containsExactly("call-2"));
		moveTo(".sessions tbody a");
		press(Keys.ENTER);
		Browser.await(() -> assertThat(browser.texts("h2")).containsExactly("call-2 live"));
		browser.driver().executeScript("""
				navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };
				document.addEventListener('click', (event) => {
					if (event.target.matches('a[download]')) {
						event.preventDefault();
						window.downloaded = event.target.href;
					}
				});""");
		moveTo(".actions button");
		goOn(session, 2);
		press(Keys.ENTER);
		Browser
			.await(() -> assertThat(browser.evaluate("window.copied")).isEqualTo(session.spanContext().getTraceId()));
		goOn(session, 4);
		moveTo(".actions a");
		goOn(session, 6);
		press(Keys.ENTER);
		assertThat(browser.evaluate("window.downloaded")).asString().contains("api/otlp?key=");
		moveTo(".turns summary");
		press(Keys.ENTER);
		goOn(session, 8);
		moveTo(".turns .stages summary");
		press(Keys.ENTER);
		Browser.await(() -> assertThat(browser.elements(".turns .stages details[open] .attributes")).isNotEmpty());
	}

	@Test
	void twoCallsAreComparedWithKeysAlone() {
		this.calls.play("call-1", 1);
		VoiceSession session = this.calls.begin("call-2");
		open("");
		Browser.await(() -> assertThat(browser.elements(".sessions tbody tr")).hasSize(2));
		moveTo(".sessions tbody input");
		this.calls.ask(session, "First?", "Yes.");
		Browser.await(
				() -> assertThat(browser.texts(".sessions tbody tr:has(.live) td:nth-child(5)")).containsExactly("1"));
		press(Keys.SPACE);
		moveTo(".sessions tbody tr:nth-child(2) input");
		press(Keys.SPACE);
		moveTo("#compare");
		press(Keys.ENTER);
		Browser
			.await(() -> assertThat(browser.texts(".compared thead a")).containsExactlyInAnyOrder("call-1", "call-2"));
		moveTo(".compared thead a");
		this.calls.ask(session, "Second?", "Yes.");
		Browser.await(() -> assertThat(browser.texts(".compared tbody td")).contains("2"));
		press(Keys.ENTER);
		Browser.await(() -> assertThat(browser.texts("h2")).singleElement().asString().startsWith("call-"));
	}

	@Test
	void readsWellWhileACallGoesOn() {
		this.calls.play("call-1", 1);
		VoiceSession session = this.calls.begin("call-2");
		this.calls.ask(session, "First?", "Yes.");
		this.calls.fail(session, "Second?", new IllegalStateException("the model is away"));
		AgentTurn reply = session.startAgentTurn();
		reply.startToolCall("find_free_slots").arguments("{\"day\":\"Tuesday\"}");
		for (String scheme : List.of("light", "dark")) {
			browser.colorScheme(scheme);
			openCall();
			Browser.await(() -> assertThat(browser.elements(".turns .chip.live")).isNotEmpty());
			browser.element(".errors button").click();
			browser.elements(".turns > li > details > summary").forEach(WebElement::click);
			Browser.await(() -> assertThat(browser.elements(".turns .stages details[open]")).isNotEmpty());
			assertThat(browser.inaccessible()).as("a call that goes on, " + scheme).isEmpty();
			open("");
			Browser.await(() -> assertThat(browser.elements(".sessions tbody tr")).hasSize(2));
			browser.elements(".sessions input").forEach(WebElement::click);
			browser.element("#compare").click();
			Browser.await(() -> assertThat(browser.texts(".compared .chip")).contains("live"));
			assertThat(browser.inaccessible()).as("compared with one that is over, " + scheme).isEmpty();
		}
		reply.end();
	}

	private void goOn(VoiceSession session, int said) {
		this.calls.ask(session, "And further?", "Yes.");
		Browser.await(() -> assertThat(browser.elements(".transcript bdi")).hasSize(said));
	}

}
