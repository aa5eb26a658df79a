package io.voicetelemetry.sample.browser;

import java.net.URI;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the inspector's page, with calls of which nobody else knows. No test may have
 * the page open a dialog, fail in a script or offend against its own content-security
 * policy.
 */
@SpringBootTest(classes = InspectorPage.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "voice.telemetry.export.console.enabled=false")
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
@Timeout(120)
abstract class InspectorPage {

	static Browser browser;

	@Autowired
	private OpenTelemetry openTelemetry;

	@Value("http://localhost:${local.server.port}/voice-telemetry/")
	private URI page;

	PlayedCalls calls;

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
		this.calls = new PlayedCalls(this.openTelemetry);
		browser.width(1280);
		browser.colorScheme("light");
	}

	@AfterEach
	void hasNothingToComplainOf() {
		this.calls.close();
		List<String> complaints = browser.complaints();
		long dialogs = browser.dialogs();
		browser.leave();
		assertThat(complaints).isEmpty();
		assertThat(dialogs).as("dialogs").isZero();
	}

	void open(String view) {
		browser.open(URI.create(this.page + view));
	}

	/**
	 * Opens the page at the call that began last.
	 */
	void openCall() {
		open("");
		Browser.await(() -> browser.element(".sessions tbody a").click());
		Browser.await(() -> assertThat(browser.elements("h2")).isNotEmpty());
	}

	/**
	 * Any application with a server: what the page shows comes from no agent of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
