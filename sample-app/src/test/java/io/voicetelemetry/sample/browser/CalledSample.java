package io.voicetelemetry.sample.browser;

import java.net.URI;

import io.voicetelemetry.sample.SampleApplication;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * The sample with a browser to call it.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.call=none", "voice.telemetry.export.console.enabled=false" })
abstract class CalledSample extends PagesInBrowser {

	@Value("http://localhost:${local.server.port}/")
	URI address;

	/**
	 * Opens the page.
	 * @param scripts what runs before anything of it
	 */
	TalkPage open(String... scripts) {
		return TalkPage.open(browser, this.address, scripts);
	}

}
