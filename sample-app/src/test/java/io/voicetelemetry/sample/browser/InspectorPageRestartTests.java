package io.voicetelemetry.sample.browser;

import java.net.URI;
import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WindowType;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inspector's page with calls that its server does not keep any more.
 */
class InspectorPageRestartTests extends PagesInBrowser {

	@Test
	void whatAnotherServerKeptIsGone() {
		String list;
		String port;
		try (ConfigurableApplicationContext before = run("0"); PlayedCalls calls = calls(before)) {
			port = before.getEnvironment().getRequiredProperty("local.server.port");
			calls.begin("call-1");
			browser.open(page(before));
			Browser.await(() -> assertThat(browser.texts(".sessions tbody .chip")).containsExactly("live"));
			list = browser.driver().getWindowHandle();
			browser.driver().switchTo().newWindow(WindowType.TAB);
			open(before);
			Browser.await(() -> assertThat(browser.texts("h2")).containsExactly("call-1 live"));
			// The call is still live then, and nobody says any more when it ends.
			before.close();
		}
		Browser.await(() -> assertThat(browser.text("#status")).isEqualTo("Not connected; trying again"));
		try (ConfigurableApplicationContext after = run(port); PlayedCalls calls = calls(after)) {
			Browser.await(() -> assertThat(browser.text("#main")).startsWith("This call is not kept any more."));
			assertThat(browser.text("#status")).isEqualTo("0 calls");
			browser.complaints();
			browser.driver().close();
			browser.driver().switchTo().window(list);
			assertThat(browser.text("#status")).isEqualTo("0 calls");
			assertThat(browser.texts(".sessions tbody tr")).isEmpty();
			calls.begin("call-2");
			Browser.await(() -> assertThat(browser.texts(".sessions tbody th a")).containsExactly("call-2"));
			browser.complaints();
			browser.leave();
		}
	}

	@Test
	void aCallIsForgottenWhileItIsLookedAt() {
		try (ConfigurableApplicationContext application = run("0", "voice.telemetry.inspector.max-sessions=1");
				PlayedCalls calls = calls(application)) {
			calls.play("call-1", 1);
			open(application);
			Browser.await(() -> assertThat(browser.texts("h2")).containsExactly("call-1 success"));
			browser.evaluate("document.querySelector('.actions button').focus()");
			calls.play("call-2", 1);
			Browser.await(() -> assertThat(browser.text("#main")).startsWith("This call is not kept any more."));
			assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("main");
			browser.element("#main a").click();
			Browser.await(() -> assertThat(browser.texts(".sessions tbody th a")).containsExactly("call-2"));
			assertThat(browser.text(".found")).isEqualTo("1 call, 1 older forgotten");
			assertThat(browser.complaints()).singleElement().asString().contains("404");
			browser.leave();
		}
	}

	private static void open(ConfigurableApplicationContext application) {
		browser.open(page(application));
		Browser.await(() -> browser.element(".sessions tbody a").click());
	}

	private static ConfigurableApplicationContext run(String port, String... properties) {
		Stream<String> all = Stream.concat(Stream.of(properties),
				Stream.of("server.port=" + port, "voice.telemetry.export.console.enabled=false"));
		return SpringApplication.run(InspectorPage.Application.class,
				all.map((property) -> "--" + property).toArray(String[]::new));
	}

	private static PlayedCalls calls(ConfigurableApplicationContext application) {
		return new PlayedCalls(application.getBean(OpenTelemetry.class));
	}

	private static URI page(ConfigurableApplicationContext application) {
		return URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port")
				+ "/voice-telemetry/");
	}

}
