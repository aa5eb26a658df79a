package io.voicetelemetry.sample.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample's page in a browser, used as somebody uses it who calls the clinic.
 */
final class TalkPage {

	/**
	 * Listens to what goes to the loudspeaker: {@code silence()} is for how many seconds
	 * there has been nothing.
	 */
	private static final String EAR = """
			const connect = AudioNode.prototype.connect;
			let ear = null;
			let loud = performance.now();
			AudioNode.prototype.connect = function (target, ...rest) {
				if (target === this.context.destination) {
					ear = ear?.context === this.context ? ear : this.context.createAnalyser();
					connect.call(this, ear);
				}
				return connect.call(this, target, ...rest);
			};
			setInterval(() => {
				if (ear?.context.state === 'running') {
					const samples = new Float32Array(ear.fftSize);
					ear.getFloatTimeDomainData(samples);
					loud = samples.some((sample) => Math.abs(sample) > 0.001) ? performance.now() : loud;
				}
			}, 30);
			window.silence = () => (performance.now() - loud) / 1000;
			""";

	/** Longer than any pause that the agent makes. */
	private static final double SILENCE = 1.5;

	private final Browser browser;

	private final URI application;

	private TalkPage(Browser browser, URI application) {
		this.browser = browser;
		this.application = application;
	}

	/**
	 * Opens the page.
	 * @param scripts what runs before anything of the page
	 */
	static TalkPage open(Browser browser, URI application, String... scripts) {
		ChromeDriver driver = browser.driver();
		Object script = driver
			.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
					Map.of("source", EAR + String.join("\n", scripts)))
			.get("identifier");
		browser.open(application);
		driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
		return new TalkPage(browser, application);
	}

	TalkPage call() {
		this.browser.element("#dial").click();
		Browser.await(() -> assertThat(callId()).isNotEmpty());
		return this;
	}

	void say(String words) {
		type(words + Keys.ENTER);
	}

	void type(String words) {
		this.browser.element("#words").sendKeys(words);
	}

	void hangUp() {
		this.browser.element("#hang-up").click();
		awaitState("over");
	}

	void awaitState(String state) {
		Browser.await(() -> assertThat(state()).isEqualTo(state));
	}

	/**
	 * Waits until the agent says some words. They are shown when they are heard.
	 */
	void awaitWords(String words) {
		Browser.await(() -> assertThat(lines()).last().asString().contains(words));
	}

	void awaitSound() {
		Browser.await(() -> assertThat(silence()).isLessThan(0.1));
	}

	String state() {
		return data("state");
	}

	String callId() {
		return data("call");
	}

	long audioBytes() {
		return Long.parseLong(data("audio-bytes"));
	}

	private String data(String name) {
		String value = this.browser.element("#call").getDomAttribute("data-" + name);
		return (value != null) ? value : "";
	}

	void awaitSilence() {
		Browser.await(() -> assertThat(silence()).isGreaterThan(SILENCE));
	}

	private double silence() {
		return ((Number) this.browser.evaluate("silence()")).doubleValue();
	}

	List<String> lines() {
		return this.browser.texts("#transcript li");
	}

	String notice() {
		return this.browser.text("#notice");
	}

	String focused() {
		return (String) this.browser.evaluate("document.activeElement.id");
	}

	/**
	 * Where in the frame the inspector is.
	 */
	String inspected() {
		return (String) this.browser.evaluate("document.getElementById('inspector').contentWindow.location.pathname + "
				+ "document.getElementById('inspector').contentWindow.location.hash");
	}

	/**
	 * The call as the inspector knows it.
	 */
	JsonNode recorded() throws IOException, InterruptedException {
		JsonNode rows = get("voice-telemetry/api/sessions").path("sessions");
		for (JsonNode row : rows) {
			if (row.path("id").asString("").equals(callId())) {
				return get("voice-telemetry/api/session?since=0&key=" + row.path("key").asString(""));
			}
		}
		throw new AssertionError("The inspector doesn't know " + callId());
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.application.resolve(path)).build();
		return JsonMapper.shared()
			.readTree(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
	}

}
