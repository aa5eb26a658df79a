package io.voicetelemetry.sample.browser;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import javax.imageio.ImageIO;

import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.sample.SampleApplication;
import io.voicetelemetry.session.VoiceSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes the pictures of the documentation, of the scripted call and of one that is typed;
 * see {@code docs/make-screenshots}. No test: nothing runs it but that.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "voice.telemetry.content.capture=full", "voice.telemetry.export.console.enabled=false",
				"sample.playout-speed=3" })
class Screenshots {

	private static final Duration CALL = Duration.ofMinutes(2);

	private static final int WIDTH = 1280;

	private static final int HEIGHT = 900;

	private static final int LIST_HEIGHT = 460;

	@Value("http://localhost:${local.server.port}/")
	private URI application;

	@Value("${screenshots}")
	private Path folder;

	@Value("${voice.telemetry.export.phoenix.endpoint:}")
	private String phoenix;

	@Value("${voice.telemetry.export.phoenix.api-key:}")
	private String phoenixKey;

	@Value("${voice.telemetry.export.phoenix.project:}")
	private String phoenixProject;

	@Autowired
	private OpenTelemetry openTelemetry;

	@Autowired
	private VoiceSpanProcessor processor;

	@Test
	void make() throws Exception {
		Files.createDirectories(this.folder);
		awaitScriptedCall();
		if (!this.phoenix.isEmpty()) {
			showPhoenix();
		}
		try (Browser browser = Browser.start(); PlayedCalls calls = new PlayedCalls(this.openTelemetry)) {
			prepare(browser);
			showInspector(browser, calls);
			showTalk(browser);
		}
	}

	private static void prepare(Browser browser) {
		browser.width(WIDTH);
		browser.colorScheme("light");
		browser.driver().executeCdpCommand("Emulation.setScrollbarsHidden", Map.of("hidden", true));
	}

	private void awaitScriptedCall() {
		RecordedCalls recorded = new RecordedCalls(this.application);
		Awaitility.await()
			.atMost(CALL)
			.untilAsserted(() -> assertThat(recorded.latest().path("outcome").asString("")).isEqualTo("success"));
	}

	private void showPhoenix() throws Exception {
		assertThat(this.processor.flush(Duration.ofSeconds(30))).allMatch((result) -> result.isComplete());
		long spans = this.processor.counts().stream().mapToLong((counts) -> counts.delivered()).max().orElseThrow();
		String trace = new RecordedCalls(this.application).latest().path("traceId").asString();
		PhoenixPage page = new PhoenixPage(URI.create(this.phoenix), this.phoenixKey);
		page.awaitSpans(this.phoenixProject, spans);
		// a browser of its own, since it sends the key with all that it asks for
		try (Browser browser = Browser.start()) {
			prepare(browser);
			page.openTrace(browser, trace);
			picture(browser, "phoenix-call");
		}
	}

	private void showInspector(Browser browser, PlayedCalls calls) throws IOException {
		calls.play("call-1040", 4);
		VoiceSession interrupted = calls.begin("call-1041");
		calls.ask(interrupted, "Hello?", "Good morning.");
		calls.interrupt(interrupted, "Is Tuesday free?", "Half past nine or half past ten.");
		interrupted.end("hangup");
		VoiceSession broken = calls.begin("call-1042");
		calls.fail(broken, "Hello?", new IllegalStateException("the model is away"));
		broken.fail(new IllegalStateException("the model is away"));
		calls.ask(calls.begin("call-1043"), "Are you open on Saturday?", "No, from Monday to Friday.");
		browser.open(this.application.resolve("voice-telemetry/"));
		Browser.await(() -> assertThat(browser.texts(".sessions .chip")).contains("success", "error", "live"));
		picture(browser, "inspector-list", LIST_HEIGHT);
		browser.element(".sessions tbody a").click();
		Browser.await(() -> assertThat(browser.elements(".turns > li")).hasSizeGreaterThan(3));
		browser.element(".spoke.cut").click();
		browser.evaluate("window.scrollTo(0, 0)");
		picture(browser, "inspector-call");
		browser.colorScheme("dark");
		picture(browser, "inspector-call-dark");
		browser.colorScheme("light");
		browser.width(360);
		browser.evaluate("window.scrollTo(0, 0)");
		picture(browser, "inspector-small");
		browser.width(WIDTH);
	}

	private void showTalk(Browser browser) throws IOException {
		TalkPage page = TalkPage.open(browser, this.application, Microphones.NONE);
		browser.element("#microphone").click();
		browser.element("#caller").sendKeys("Maria Keller");
		page.call().awaitWords("How can I help you?");
		page.awaitState("listening");
		page.say("Could you explain your opening hours?");
		page.awaitWords("Of course");
		page.awaitSound();
		page.type("I take two");
		page.awaitSilence();
		page.say(" o'clock on Tuesday.");
		page.awaitWords("is booked");
		browser.driver().switchTo().frame("inspector");
		Browser.await(() -> assertThat(browser.elements(".spoke.cut")).hasSize(1));
		browser.driver().switchTo().defaultContent();
		picture(browser, "talk");
		page.hangUp();
	}

	private void picture(Browser browser, String name) throws IOException {
		picture(browser, name, HEIGHT);
	}

	private void picture(Browser browser, String name, int height) throws IOException {
		Path file = this.folder.resolve(name + ".png");
		browser.screenshot(file);
		BufferedImage shot = ImageIO.read(file.toFile());
		ImageIO.write(FewColors.of(shot.getSubimage(0, 0, shot.getWidth(), Math.min(height, shot.getHeight()))), "png",
				file.toFile());
	}

}
