package io.voicetelemetry.sample.browser;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page on which one talks to the agent.
 */
class TalkPageTests extends CalledSample {

	@Test
	void isTalkedToByKeyboardAndInterrupted() throws Exception {
		TalkPage page = open(Microphones.NONE);
		browser.element("#caller").sendKeys("Maria Keller");
		page.call().awaitWords("How can I help you?");
		page.awaitState("listening");
		assertThat(page.focused()).as("is left to the caller, while the inspector opens").isEqualTo("words");
		long greeting = page.audioBytes();
		page.say("Could you explain your opening hours?");
		page.awaitWords("Of course");
		page.awaitSound();
		Browser
			.await(() -> assertThat(page.audioBytes()).as("more than anybody waits for here").isGreaterThan(1_600_000));
		page.type("I take");
		page.awaitSilence();
		long received = page.audioBytes() - greeting;
		page.say(" half past ten on Tuesday.");
		page.awaitWords("is booked");
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
		assertThat(heard).isPositive().as("less than had come in").isLessThan(received / 32_000.0);
		assertThat(attributes(call, "function_tool")).extracting((tool) -> tool.path("gen_ai.tool.name").asString())
			.containsExactly("book_appointment");
		assertThat(page.inspected()).isEqualTo("/voice-telemetry/#/call/" + call.path("key").asString());
		browser.driver().switchTo().frame("inspector");
		Browser.await(() -> assertThat(browser.elements(".spoke.cut")).hasSize(1));
		Browser.await(() -> assertThat(browser.texts(".turns .title")).satisfiesExactly(
				(first) -> assertThat(first).contains("the agent begins"),
				(second) -> assertThat(second).contains("interrupted"),
				(third) -> assertThat(third).contains("book_appointment")));
		browser.driver().switchTo().defaultContent();
	}

	@Test
	void hasSeveralCallsAtOnce() {
		TalkPage page = open(Microphones.NONE).call();
		String first = page.callId();
		String window = browser.driver().getWindowHandle();
		browser.driver().switchTo().newWindow(WindowType.WINDOW);
		open(Microphones.NONE).call();
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
	void isWatchedByMorePagesThanABrowserHasConnections() {
		TalkPage page = open(Microphones.NONE);
		String window = browser.driver().getWindowHandle();
		browser.driver().manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
		for (int watching = 0; watching < 7; watching++) {
			browser.driver().switchTo().newWindow(WindowType.TAB);
			browser.open(this.address.resolve("voice-telemetry/"));
			Browser.await(() -> assertThat(browser.text("#status")).contains("call"));
		}
		String last = browser.driver().getWindowHandle();
		browser.driver().switchTo().window(window);
		page.call();
		browser.driver().switchTo().window(last);
		Browser.await(() -> assertThat(browser.text("#status")).contains("1 live"));
		browser.driver().switchTo().window(window);
		page.hangUp();
		browser.driver().switchTo().window(last);
		Browser.await(() -> assertThat(browser.text("#status")).doesNotContain("live"));
		for (String each : browser.driver().getWindowHandles()) {
			if (!each.equals(window)) {
				browser.driver().switchTo().window(each).close();
			}
		}
		browser.driver().switchTo().window(window);
	}

	@Test
	void saysWhenTheConnectionBreaksAndCallsAgain() {
		TalkPage page = open(Microphones.NONE, """
				const Socket = WebSocket;
				window.WebSocket = class extends Socket {
					constructor(...address) {
						super(...address);
						window.line = this;
					}
				};""").call();
		String first = page.callId();
		browser.driver().executeScript("line.close(4000)");
		page.awaitState("over");
		assertThat(browser.text("#state")).startsWith("The connection broke.");
		browser.element("#dial").click();
		page.awaitWords("Good morning");
		assertThat(page.callId()).isNotEqualTo(first);
	}

	@Test
	void saysWhenTheInspectorIsSwitchedOff() {
		TalkPage page = TalkPage
			.open(browser, this.address, Microphones.NONE,
					"window.fetch = () => Promise.resolve(new Response('{}', { status: 404 }));")
			.call();
		page.awaitWords("Good morning");
		assertThat(browser.text("#no-inspector")).contains("voice.telemetry.inspector.enabled");
		assertThat(browser.element("#inspector").isDisplayed()).isFalse();
	}

	private static List<JsonNode> attributes(JsonNode call, String stage) {
		return call.path("spans")
			.valueStream()
			.filter((span) -> span.path("stage").asString("").equals(stage))
			.sorted((one, other) -> Double.compare(one.path("start").asDouble(), other.path("start").asDouble()))
			.map((span) -> span.path("attributes"))
			.toList();
	}

}
