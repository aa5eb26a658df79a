package io.voicetelemetry.sample.browser;

import java.net.URI;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the inspector's page, with calls of which nobody else knows.
 */
@SpringBootTest(classes = InspectorPage.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "voice.telemetry.export.console.enabled=false")
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
abstract class InspectorPage extends PagesInBrowser {

	@Autowired
	private OpenTelemetry openTelemetry;

	@Value("http://localhost:${local.server.port}/voice-telemetry/")
	private URI page;

	PlayedCalls calls;

	@BeforeEach
	void beginWithoutCalls() {
		this.calls = new PlayedCalls(this.openTelemetry);
	}

	@AfterEach
	void endCalls() {
		this.calls.close();
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
	 * Goes to an element as somebody does who has no mouse.
	 */
	static void moveTo(String css) {
		for (int i = 0; i < 80; i++) {
			press(Keys.TAB);
			if (Boolean.TRUE.equals(browser.evaluate("document.activeElement.matches('" + css + "')"))) {
				assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
					.as("focus is seen")
					.isNotEqualTo("none");
				return;
			}
		}
		throw new AssertionError("No key leads to " + css);
	}

	static void press(CharSequence... keys) {
		active().sendKeys(keys);
	}

	static WebElement active() {
		return browser.driver().switchTo().activeElement();
	}

	/**
	 * Any application with a server: what the page shows comes from no agent of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
