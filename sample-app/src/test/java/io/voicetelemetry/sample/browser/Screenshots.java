package io.voicetelemetry.sample.browser;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes the pictures of the documentation, of the scripted call; see
 * {@code docs/make-screenshots}. No test: nothing runs it but that.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "voice.telemetry.content.capture=full", "sample.playout-speed=3" })
class Screenshots {

	@Value("http://localhost:${local.server.port}/voice-telemetry/")
	private URI page;

	@Value("${screenshots}")
	private Path folder;

	@Test
	void make() throws Exception {
		Files.createDirectories(this.folder);
		try (Browser browser = Browser.start()) {
			browser.open(this.page);
			Browser.await(() -> assertThat(browser.texts(".sessions .chip")).contains("success"));
			browser.screenshot(this.folder.resolve("inspector-list.png"));
			browser.element(".sessions tbody a").click();
			Browser.await(() -> assertThat(browser.elements(".turns > li")).hasSizeGreaterThan(3));
			browser.element(".spoke.cut").click();
			browser.evaluate("window.scrollTo(0, 0)");
			browser.screenshot(this.folder.resolve("inspector-call.png"));
			browser.colorScheme("dark");
			browser.screenshot(this.folder.resolve("inspector-call-dark.png"));
			browser.colorScheme("light");
			browser.width(360);
			browser.screenshot(this.folder.resolve("inspector-call-small.png"));
		}
	}

}
