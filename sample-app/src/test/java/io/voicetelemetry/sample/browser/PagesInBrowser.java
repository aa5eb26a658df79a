package io.voicetelemetry.sample.browser;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at pages. No test may have one open a dialog, fail in a script or offend against
 * its own content-security policy.
 */
@Timeout(120)
abstract class PagesInBrowser {

	static Browser browser;

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
	void showAsOnALargeLightScreen() {
		browser.width(1280);
		browser.colorScheme("light");
	}

	@AfterEach
	void hasNothingToComplainOf() {
		List<String> complaints = browser.complaints();
		long dialogs = browser.dialogs();
		browser.leave();
		assertThat(complaints).isEmpty();
		assertThat(dialogs).as("dialogs").isZero();
	}

}
