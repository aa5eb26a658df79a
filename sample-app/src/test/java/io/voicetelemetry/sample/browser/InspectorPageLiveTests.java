package io.voicetelemetry.sample.browser;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inspector's page with calls that go on.
 */
@TestPropertySource(properties = "voice.telemetry.content.capture=full")
class InspectorPageLiveTests extends InspectorPage {

	private static final List<String> CONTROLS = List.of(".actions button", ".actions a", ".errors button",
			".spoke:last-of-type", ".turns summary", ".turns li:has(.chip.live) > details > summary",
			".turns li:has(.chip.live) .stages summary", ".turns li:has(.chip.live) .body pre", ".transcript button",
			"[aria-label=Usage]", "section:last-child .stages summary");

	@Autowired
	private VoiceTelemetry telemetry;

	@Test
	void leavesTheFocusWhereItIs() {
		VoiceSession session = this.calls.begin("call-1");
		this.calls.ask(session, "First?", "Yes.");
		this.calls.fail(session, "Second?", new IllegalStateException("the model is away"));
		UserTurn turn = session.startUserTurn();
		AgentTurn reply = session.startAgentTurn();
		ToolCall tool = reply.startToolCall("find_free_slots").arguments("{\"day\":\"Tuesday\"}");
		openCall();
		unfold(".turns li:has(.chip.live):last-child > details");
		unfold(".turns li:has(.chip.live):last-child .stages li:last-child > details");
		Browser.await(() -> assertThat(browser.elements(".turns .body pre")).isNotEmpty());
		for (String control : CONTROLS) {
			focus(control);
			goOn(session);
			assertThat(browser.evaluate("document.activeElement === window.focused")).as(control).isEqualTo(true);
		}
		focus(".turns .body pre");
		tool.setAttribute("note", "none is free");
		goOn(session);
		Browser.await(() -> assertThat(browser.texts(".turns .body td")).contains("none is free"));
		assertThat(browser.evaluate("document.activeElement.matches('pre')")).isEqualTo(true);
		tool.end();
		reply.end();
		turn.end();
	}

	@Test
	void leavesTheFocusInTheListAndBetweenTwoCalls() {
		VoiceSession session = this.calls.begin("call-1");
		this.calls.play("call-2", 1);
		open("");
		Browser.await(() -> assertThat(browser.elements(".sessions tbody input")).hasSize(2));
		browser.elements(".sessions tbody input").forEach((box) -> box.click());
		focus("tr:has(.chip.live) a");
		this.calls.ask(session, "First?", "Yes.");
		Browser.await(() -> assertThat(browser.texts("tr:has(.chip.live) td:nth-child(5)")).containsExactly("1"));
		assertThat(browser
			.evaluate("document.activeElement.closest('tr:has(.chip.live)') && document.activeElement.matches('a')"))
			.isEqualTo(true);
		browser.element("#compare").click();
		Browser.await(() -> assertThat(browser.elements(".compared thead a")).hasSize(2));
		focus(".compared thead a");
		this.calls.ask(session, "Second?", "Yes.");
		Browser.await(() -> assertThat(browser.texts(".compared tbody td")).contains("2"));
		assertThat(browser.evaluate("document.activeElement === window.focused")).isEqualTo(true);
	}

	@Test
	void putsATurnWhereItBelongsThatIsKnownLate() {
		VoiceSession session = this.calls.begin("call-1");
		this.calls.ask(session, "First?", "One.");
		Instant afterTheFirst = session.now().minusMillis(200);
		this.calls.ask(session, "Third?", "Three.");
		openCall();
		Browser.await(() -> assertThat(browser.texts(".turns .title")).hasSize(2));
		UserTurn late = session.startUserTurn(afterTheFirst);
		late.finalTranscript("Second?");
		late.commit();
		late.end();
		Browser.await(() -> assertThat(browser.texts(".transcript bdi")).containsExactly("First?", "One.", "Second?",
				"Third?", "Three."));
		assertThat(browser.texts(".turns .title")).satisfiesExactly(
				(first) -> assertThat(first).startsWith("Turn 1 0:00.0"),
				(second) -> assertThat(second).startsWith("Turn 2 0:03.5"),
				(third) -> assertThat(third).startsWith("Turn 3 0:03.7"));
	}

	@Test
	void saysThatNobodySpokeYet() {
		VoiceSession session = this.calls.begin("call-1");
		openCall();
		Browser.await(() -> assertThat(browser.text(".transcript")).isEqualTo("Nothing was said yet."));
		this.calls.ask(session, "When are you open?", "From eight to six.");
		Browser.await(() -> assertThat(browser.texts(".transcript bdi")).hasSize(2));
		assertThat(browser.text(".transcript")).doesNotContain("Nothing was said");
	}

	@Test
	void goesByTheClockOfTheServer() {
		VoiceSession session = this.telemetry.session().id("call-1").start();
		Object script = browser.driver()
			.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
					Map.of("source", "const now = Date.now; Date.now = () => now() + 24 * 60 * 60 * 1000;"))
			.get("identifier");
		try {
			openCall();
			session.startUserTurn().startedSpeaking(null);
			Browser.await(() -> assertThat(browser.elements(".spoke.open")).hasSize(1));
			assertThat(browser.texts(".tick")).isNotEmpty()
				.allSatisfy((tick) -> assertThat(tick).as("within the hour").matches("\\d\\d?:\\d\\d\\.\\d"));
		}
		finally {
			browser.driver()
				.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
			session.end();
		}
	}

	private static void unfold(String details) {
		Browser.await(() -> browser.element(details));
		browser.evaluate("document.querySelector('" + details + "').open = true");
	}

	private static void focus(String css) {
		Browser.await(() -> browser.element(css));
		browser.evaluate("(window.focused = document.querySelector('" + css + "')).focus()");
		assertThat(browser.evaluate("document.activeElement === window.focused")).as(css).isEqualTo(true);
	}

	/**
	 * Waits until the page shows what was said further.
	 */
	private void goOn(VoiceSession session) {
		int said = browser.elements(".transcript bdi").size();
		this.calls.ask(session, "And further?", "Yes.");
		Browser.await(() -> assertThat(browser.elements(".transcript bdi")).hasSize(said + 2));
	}

}
