package io.voicetelemetry.sample.browser;

import java.net.URI;
import java.util.List;

import io.voicetelemetry.sample.SampleApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with a browser to call it. No test may have the page open a dialog, fail in
 * a script or offend against its own content-security policy.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.call=none", "voice.telemetry.export.console.enabled=false" })
@Timeout(120)
abstract class CalledSample {

	static Browser browser;

	@Value("http://localhost:${local.server.port}/")
	URI address;

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

	@BeforeEach
	void prepare() {
		browser.width(1280);
		browser.colorScheme("light");
	}

	@AfterEach
	void hasNothingToComplainOf() {
		List<String> complaints = browser.complaints();
		Object dialogs = browser.evaluate("window.dialogs");
		browser.leave();
		assertThat(complaints).isEmpty();
		assertThat(dialogs).as("dialogs").isEqualTo(0L);
	}

	/**
	 * Opens the page.
	 * @param scripts what runs before anything of it
	 */
	TalkPage open(String... scripts) {
		return TalkPage.open(browser, this.address, scripts);
	}

}
