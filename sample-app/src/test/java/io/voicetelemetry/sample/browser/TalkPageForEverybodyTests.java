package io.voicetelemetry.sample.browser;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page on which one talks to the agent: with keys alone, with a screen
 * reader, on a small screen, and with words that are meant to do harm.
 */
class TalkPageForEverybodyTests extends CalledSample {

	@Test
	void isUsedWithoutMouse() {
		TalkPage page = open(Microphones.NONE);
		for (int tab = 0; !page.focused().equals("dial") && tab < 5; tab++) {
			press(Keys.TAB);
		}
		press(Keys.ENTER);
		page.awaitWords("Good morning");
		press("Could you explain your opening hours?", Keys.ENTER);
		page.awaitWords("Of course");
		press(Keys.ESCAPE);
		page.awaitState("listening");
		page.awaitSilence();
		press(Keys.chord(Keys.SHIFT, Keys.TAB), Keys.chord(Keys.SHIFT, Keys.TAB), Keys.chord(Keys.SHIFT, Keys.TAB));
		assertThat(page.focused()).isEqualTo("hang-up");
		press(Keys.ENTER);
		page.awaitState("over");
		assertThat(page.focused()).isEqualTo("dial");
	}

	@Test
	void whatIsSaidStaysText() {
		TalkPage page = open(Microphones.NONE).call();
		page.say("<img src=x onerror=alert(1)></script><script>alert(2)</script>\u202Ereversed");
		page.awaitWords("I did not understand that");
		assertThat(page.lines())
			.contains("You<img src=x onerror=alert(1)></script><script>alert(2)</script>[U+202E]reversed");
		assertThat(browser.elements("#transcript img, #transcript script")).isEmpty();
	}

	@Test
	void isAccessible() {
		TalkPage page = open(Microphones.NONE);
		assertThat(browser.inaccessible()).isEmpty();
		page.call().say("Do you have a free appointment on Thursday?");
		page.awaitWords("On Thursday");
		browser.element("#stop").click();
		assertThat(browser.inaccessible()).as("in a call").isEmpty();
		browser.colorScheme("dark");
		assertThat(browser.inaccessible()).as("in the dark").isEmpty();
		for (String scheme : List.of("light", "dark")) {
			browser.colorScheme(scheme);
			browser.driver().switchTo().frame("inspector");
			Browser.await(() -> assertThat(browser.elements(".turns > li")).isNotEmpty());
			assertThat(browser.inaccessible()).as("the inspector beside it, " + scheme).isEmpty();
			browser.driver().switchTo().defaultContent();
		}
		browser.width(360);
		assertThat(browser.isWiderThanItsScreen()).isFalse();
		assertThat(browser.driver().findElement(By.id("words")).isDisplayed()).isTrue();
	}

	@Test
	void runsOnlyWhatComesWithIt() throws Exception {
		for (String path : List.of("", "index.html", "talk/main.js", "talk/talk.css")) {
			HttpResponse<Void> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(this.address.resolve(path)).build(),
						HttpResponse.BodyHandlers.discarding());
			assertThat(response.headers().allValues("Content-Security-Policy")).singleElement()
				.asString()
				.contains("default-src 'none'; script-src 'self';")
				.doesNotContain("unsafe", "*", "http");
		}
	}

	private void press(CharSequence... keys) {
		browser.driver().switchTo().activeElement().sendKeys(keys);
	}

}
