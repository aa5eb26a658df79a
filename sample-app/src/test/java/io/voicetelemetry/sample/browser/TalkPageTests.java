package io.voicetelemetry.sample.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import io.voicetelemetry.sample.SampleApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page on which one talks to the agent.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.call=none", "voice.telemetry.export.console.enabled=false" })
@Timeout(120)
class TalkPageTests {

	private static Browser browser;

	@Value("http://localhost:${local.server.port}/")
	private URI address;

	@BeforeAll
	static void startBrowser() {
		browser = Browser.start();
	}

	@AfterAll
	static void closeBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@Test
	void isTalkedToByKeyboardAndInterrupted() throws Exception {
		TalkPage page = TalkPage.open(browser, this.address, Microphones.NONE);
		browser.element("#caller").sendKeys("Maria Keller");
		page.call().awaitWords("How can I help you?");
		page.awaitState("listening");
		assertThat(page.focused()).as("is left to the caller, while the inspector opens").isEqualTo("words");
		page.say("Could you explain your opening hours?");
		page.awaitWords("Of course");
		Browser
			.await(() -> assertThat(page.audioBytes()).as("more than anybody waits for here").isGreaterThan(1_600_000));
		page.type("I take");
		page.awaitSilence();
		page.say(" half past ten on Tuesday.");
		page.awaitWords("is booked");
		long received = page.audioBytes();
		page.hangUp();
		assertThat(page.lines()).hasSize(5)
			.satisfies((lines) -> assertThat(lines.get(2)).matches("Agent after \\d\\.\\d\\d s.*interrupted"))
			.satisfies((lines) -> assertThat(lines.get(2)).as("only what was heard").doesNotContain("anything else"))
			.satisfies((lines) -> assertThat(lines.get(3)).isEqualTo("YouI take half past ten on Tuesday."));
		JsonNode call = page.recorded();
		assertThat(call.path("reason").asString()).isEqualTo("hangup");
		assertThat(call.path("interruptions").asInt()).isOne();
		JsonNode cut = attributes(call, "agent_turn").get(1);
		assertThat(cut.path("voice.outcome").asString()).isEqualTo("cancelled");
		double heard = cut.path("voice.playout.position").asDouble();
		assertThat(heard).isPositive();
		assertThat(received / 32_000.0).as("all that came in").isGreaterThan(heard + 10);
		assertThat(attributes(call, "function_tool")).extracting((tool) -> tool.path("gen_ai.tool.name").asString())
			.containsExactly("book_appointment");
		assertThat(browser.complaints()).isEmpty();
		assertThat(page.inspected()).isEqualTo("/voice-telemetry/#/call/" + call.path("key").asString());
		browser.driver().switchTo().frame("inspector");
		Browser.await(() -> assertThat(browser.elements(".spoke.cut")).hasSize(1));
		Browser.await(() -> assertThat(browser.texts(".turns .title")).satisfiesExactly(
				(first) -> assertThat(first).contains("the agent begins"),
				(second) -> assertThat(second).contains("interrupted"),
				(third) -> assertThat(third).contains("book_appointment")));
	}

	private static List<JsonNode> attributes(JsonNode call, String stage) {
		return call.path("spans")
			.valueStream()
			.filter((span) -> span.path("stage").asString("").equals(stage))
			.sorted((one, other) -> Double.compare(one.path("start").asDouble(), other.path("start").asDouble()))
			.map((span) -> span.path("attributes"))
			.toList();
	}

	@Test
	void hasSeveralCallsAtOnce() {
		TalkPage page = TalkPage.open(browser, this.address, Microphones.NONE).call();
		String first = page.callId();
		String window = browser.driver().getWindowHandle();
		browser.driver().switchTo().newWindow(WindowType.WINDOW);
		TalkPage.open(browser, this.address, Microphones.NONE).call();
		assertThat(page.callId()).isNotEqualTo(first);
		page.say("Do you have a free appointment on Friday?");
		page.awaitWords("On Friday, Doctor Lindqvist");
		String inspected = page.inspected();
		String other = browser.driver().getWindowHandle();
		browser.driver().switchTo().window(window);
		assertThat(page.callId()).isEqualTo(first);
		page.say("Do you have a free appointment on Monday?");
		page.awaitWords("On Monday, Doctor Okafor");
		assertThat(page.lines()).noneMatch((line) -> line.contains("Friday"));
		Browser.await(() -> assertThat(page.inspected()).contains("#/call/").isNotEqualTo(inspected));
		page.hangUp();
		browser.driver().switchTo().window(other);
		assertThat(page.state()).isNotEqualTo("over");
		browser.driver().close();
		browser.driver().switchTo().window(window);
	}

	@Test
	void isUsedWithoutMouse() {
		TalkPage page = TalkPage.open(browser, this.address, Microphones.NONE);
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

	private void press(CharSequence... keys) {
		browser.driver().switchTo().activeElement().sendKeys(keys);
	}

	@Test
	void whatIsSaidStaysText() {
		TalkPage page = TalkPage.open(browser, this.address, Microphones.NONE).call();
		page.say("<img src=x onerror=alert(1)></script><script>alert(2)</script>\u202Ereversed");
		page.awaitWords("I did not understand that");
		assertThat(page.lines())
			.contains("You<img src=x onerror=alert(1)></script><script>alert(2)</script>[U+202E]reversed");
		assertThat(browser.elements("#transcript img, #transcript script")).isEmpty();
		assertThat(browser.dialogs()).isZero();
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void isAccessible() {
		TalkPage page = TalkPage.open(browser, this.address, Microphones.NONE);
		assertThat(browser.inaccessible()).isEmpty();
		page.call().say("Do you have a free appointment on Thursday?");
		page.awaitWords("On Thursday");
		browser.element("#stop").click();
		assertThat(browser.inaccessible()).as("in a call").isEmpty();
		browser.colorScheme("dark");
		assertThat(browser.inaccessible()).as("in the dark").isEmpty();
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

}
