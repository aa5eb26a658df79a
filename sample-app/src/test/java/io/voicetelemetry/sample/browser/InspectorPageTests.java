package io.voicetelemetry.sample.browser;

import java.util.List;

import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inspector's page.
 */
class InspectorPageTests extends InspectorPage {

	@Test
	void listsCallsTheLatestFirst() {
		this.calls.play("first", 3);
		this.calls.play("second", 1);
		VoiceSession live = this.calls.begin("third");
		open("");
		Browser
			.await(() -> assertThat(browser.texts(".sessions tbody th a")).containsExactly("third", "second", "first"));
		assertThat(cells("first")).startsWith("", "first desk riverside room-first")
			.contains("3", "success hangup", "0.660 s", "360", "42", "0");
		assertThat(cells("third")).contains("live", "0");
		live.end("transferred");
		Browser.await(() -> assertThat(cells("third")).contains("success transferred"));
	}

	@Test
	void fillsWhileACallGoesOn() {
		open("");
		Browser.await(() -> assertThat(browser.text(".found")).startsWith("No call yet"));
		VoiceSession session = this.calls.begin("call-1");
		Browser.await(() -> assertThat(browser.text("#status")).isEqualTo("1 call, 1 live"));
		browser.element("a[href^='#/call/']").click();
		Browser.await(() -> assertThat(browser.texts("h2")).containsExactly("call-1 live"));
		this.calls.ask(session, "When are you open?", "From eight to six.");
		Browser.await(() -> {
			assertThat(browser.elements(".turns > li")).hasSize(1);
			assertThat(browser.elements(".spoke")).hasSize(2);
			assertThat(browser.texts(".transcript bdi")).containsExactly("When are you open?", "From eight to six.");
		});
		session.end();
		Browser.await(() -> assertThat(browser.texts("h2")).containsExactly("call-1 success"));
		assertThat(browser.text("#status")).isEqualTo("1 call");
	}

	@Test
	void findsAndFilters() {
		this.calls.play("alpha", 1);
		VoiceSession broken = this.calls.begin("beta");
		this.calls.fail(broken, "Hello?", new IllegalStateException("refused"));
		broken.fail(new IllegalStateException("refused"));
		this.calls.begin("gamma");
		open("");
		Browser.await(() -> assertThat(found()).containsExactly("gamma", "beta", "alpha"));
		browser.element("#search").sendKeys("ROOM-alp");
		assertThat(found()).containsExactly("alpha");
		assertThat(browser.text(".found")).isEqualTo("1 of 3 calls");
		browser.element("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
		Select outcome = new Select(browser.element("#outcome"));
		outcome.selectByValue("error");
		assertThat(found()).containsExactly("beta");
		outcome.selectByValue("live");
		assertThat(found()).containsExactly("gamma");
		outcome.selectByValue("");
		browser.element("#troubled").click();
		assertThat(found()).containsExactly("beta");
	}

	@Test
	void showsAnInterruptionAndItsTool() {
		VoiceSession session = this.calls.begin("call-1");
		this.calls.interrupt(session, "Is Tuesday free?", "Half past nine or half past ten.");
		session.end("hangup");
		openCall();
		Browser.await(() -> assertThat(browser.elements(".spoke")).hasSize(3));
		WebElement cut = browser.element(".spoke.agent.cut");
		WebElement into = browser.elements(".spoke.user").get(1);
		assertThat(into.getRect().x).as("the caller begins before the agent is silent")
			.isBetween(cut.getRect().x, cut.getRect().x + cut.getRect().width);
		assertThat(cut.getAriaRole()).isEqualTo("button");
		assertThat(cut.getAccessibleName()).matches("Agent speaks at 0:0.* for 1.150 s, interrupted");
		assertThat(browser.elements(".track > .wait")).hasSize(1);
		assertThat(browser.element(".stack").getAccessibleName()).contains("llm 0.480 s", "tool 0.180 s");
		cut.click();
		Browser.await(() -> assertThat(browser.texts(".transcript [aria-current] bdi"))
			.containsExactly("Is Tuesday free?", "Half past nine or half past ten."));
		browser.elements("[data-turn] .stages summary")
			.stream()
			.filter((stage) -> stage.getText().startsWith("function_tool"))
			.findFirst()
			.orElseThrow()
			.click();
		Browser.await(() -> assertThat(browser.texts(".stages .body pre")).anySatisfy(
				(json) -> assertThat(json).isEqualTo("{\n  \"slots\": [\n    \"09:30\",\n    \"10:30\"\n  ]\n}")));
	}

	@Test
	void putsErrorsOnTop() {
		VoiceSession session = this.calls.begin("call-1");
		this.calls.ask(session, "Hello?", "Hello.");
		this.calls.fail(session, "And now?", new IllegalStateException("the model is away"));
		session.end();
		openCall();
		Browser.await(() -> assertThat(browser.text(".errors")).startsWith("1 error")
			.contains("IllegalStateException", "the model is away"));
		browser.element(".errors button").click();
		assertThat(browser.evaluate("document.activeElement.closest('details').classList.contains('failed')"))
			.isEqualTo(true);
	}

	@Test
	void putsTheFailureOfTheCallItselfOnTop() {
		VoiceSession session = this.calls.begin("call-1");
		this.calls.ask(session, "Hello?", "Hello.");
		session.fail(new IllegalStateException("the line is dead"));
		open("");
		Browser.await(() -> assertThat(cells("call-1")).contains("1"));
		openCall();
		Browser.await(() -> assertThat(browser.text(".errors")).startsWith("1 error").contains("the line is dead"));
		browser.element(".errors button").click();
		WebElement stage = browser.driver().switchTo().activeElement();
		assertThat(stage.getText()).startsWith("agent_session");
		assertThat(stage.findElement(By.xpath("ancestor::section[1]/h3")).getText()).isEqualTo("Outside the turns");
		Browser
			.await(() -> assertThat(browser.texts("details[open] > .body .bad")).containsExactly("the line is dead"));
	}

	@Test
	void roundsNoNumber() {
		VoiceSession session = this.calls.begin("call-1");
		ToolCall tool = session.startAgentTurn().startToolCall("find_patient");
		tool.setAttribute("patient", 9007199254740993L);
		tool.arguments(
				"{\"patient\":12345678901234567890,\"weight\":70.50,\"notes\":[],\"name\":\"M\\u00fcller, \\\"M\\\"\"}")
			.end();
		openCall();
		Browser.await(() -> browser.element(".turns summary").click());
		Browser.await(() -> browser.element(".turns .stages li:last-child summary").click());
		Browser.await(() -> assertThat(browser.texts(".body pre")).containsExactly("""
				{
				  "patient": 12345678901234567890,
				  "weight": 70.50,
				  "notes": [],
				  "name": "Müller, \\"M\\""
				}"""));
		assertThat(browser.texts(".body td")).contains("9007199254740993");
	}

	@Test
	void saysThatNothingIsRecordedOfWhatWasSaid() {
		this.calls.begin("call-1");
		openCall();
		Browser.await(() -> assertThat(browser.text(".transcript"))
			.isEqualTo("Nothing that was said is recorded or shown: voice.telemetry.content.capture is none."));
	}

	@Test
	void comparesTwoCalls() {
		this.calls.play("short", 1);
		this.calls.play("long", 4);
		open("");
		Browser.await(() -> assertThat(found()).hasSize(2));
		assertThat(browser.element("#compare").getDomAttribute("aria-disabled")).isEqualTo("true");
		browser.elements(".sessions input").forEach(WebElement::click);
		browser.element("#compare").click();
		Browser.await(() -> assertThat(browser.texts(".compared thead th")).containsExactlyInAnyOrder("Figure", "short",
				"long", "Difference"));
		List<String> turns = browser.elements(".compared tbody tr")
			.stream()
			.filter((row) -> row.getText().startsWith("Turns"))
			.map(WebElement::getText)
			.toList();
		assertThat(turns).singleElement().asString().containsAnyOf("4 1 −3", "1 4 +3");
	}

	@Test
	void givesTheCallAway() {
		this.calls.play("call-1", 2);
		openCall();
		Browser.await(() -> browser.element("a[download]"));
		Object json = browser.driver()
			.executeAsyncScript(
					"""
							const done = arguments[0];
							fetch(document.querySelector('a[download]').href).then((answer) => answer.json())
								.then((spans) => done(Object.keys(spans)[0] + ' ' + spans.resourceSpans[0].scopeSpans[0].spans.length));""");
		assertThat(json).asString().matches("resourceSpans [1-9][0-9]+");
		assertThat(browser.text(".actions")).contains("Copy trace id");
	}

	@Test
	void aForgottenCallIsSaidToBe() {
		open("#/call/0123456789abcdef");
		Browser.await(() -> assertThat(browser.text("#main")).contains("not kept any more"));
		assertThat(browser.complaints()).singleElement().asString().contains("404");
	}

	private List<String> found() {
		return browser.texts(".sessions tbody th a");
	}

	private List<String> cells(String id) {
		return browser.elements(".sessions tbody tr")
			.stream()
			.filter((row) -> row.getText().contains(id))
			.findFirst()
			.orElseThrow()
			.findElements(By.cssSelector("td, th"))
			.stream()
			.map(WebElement::getText)
			.toList();
	}

}
