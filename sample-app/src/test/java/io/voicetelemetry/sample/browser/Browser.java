package io.voicetelemetry.sample.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The Chromium of this machine, without a window. Where there is none, tests that start
 * it are skipped and say so.
 */
final class Browser implements AutoCloseable {

	private static final String SKIPPED = "SKIPPED: there is no Chromium with a chromedriver on the path "
			+ "(on Debian: the packages chromium and chromium-driver)";

	/** Dialogs are counted before anything of a page runs. */
	private static final String COUNT_DIALOGS = "window.dialogs = 0; "
			+ "window.alert = window.confirm = window.prompt = () => { window.dialogs++; };";

	private final ChromeDriver driver;

	private long earlierDialogs;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
		driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", COUNT_DIALOGS));
	}

	/**
	 * Starts a browser with a profile of its own.
	 */
	static Browser start() {
		Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
		Optional<Path> chromedriver = find("chromedriver");
		if (chromium.isEmpty() || chromedriver.isEmpty()) {
			System.err.println(SKIPPED);
		}
		Assumptions.assumeTrue(chromium.isPresent() && chromedriver.isPresent(), SKIPPED);
		ChromeOptions options = new ChromeOptions().setBinary(chromium.orElseThrow().toFile());
		options.addArguments("--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--window-size=1280,900");
		if ("root".equals(System.getProperty("user.name"))) {
			options.addArguments("--no-sandbox");
		}
		LoggingPreferences logged = new LoggingPreferences();
		logged.enable(LogType.BROWSER, Level.SEVERE);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logged);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(chromedriver.orElseThrow().toFile())
			.usingAnyFreePort()
			.build();
		return new Browser(new ChromeDriver(service, options));
	}

	private static Optional<Path> find(String... names) {
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
		return Stream.of(names)
			.flatMap((name) -> Stream.of(path.split(File.pathSeparator)).map((folder) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	Browser open(URI page) {
		this.earlierDialogs += dialogsOfThisPage();
		this.driver.get(page.toString());
		return this;
	}

	/**
	 * Leaves the page, so that it misses nothing when its server ends.
	 */
	void leave() {
		this.driver.get("about:blank");
		this.earlierDialogs = 0;
	}

	/**
	 * How many dialogs the pages have opened since the browser has left the last one.
	 */
	long dialogs() {
		return this.earlierDialogs + dialogsOfThisPage();
	}

	private long dialogsOfThisPage() {
		return ((Number) evaluate("window.dialogs || 0")).longValue();
	}

	/**
	 * Waits until something is so; elements that the page has put others in place of
	 * meanwhile are asked for again.
	 */
	static void await(ThrowingRunnable assertion) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptions()
			.untilAsserted(assertion);
	}

	WebElement element(String css) {
		return this.driver.findElement(By.cssSelector(css));
	}

	List<WebElement> elements(String css) {
		return this.driver.findElements(By.cssSelector(css));
	}

	String text(String css) {
		return element(css).getText();
	}

	/**
	 * What elements say, as a reader of the page would get it, whether in view or not.
	 */
	List<String> texts(String css) {
		return elements(css).stream().map((element) -> element.getDomProperty("textContent")).toList();
	}

	/**
	 * The value of an expression in the page.
	 */
	Object evaluate(String expression) {
		return this.driver.executeScript("return " + expression);
	}

	/**
	 * What the page did wrong, by the browser's own words: scripts that failed, and what
	 * its content-security policy has held back.
	 */
	List<String> complaints() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * What axe finds serious or critical, a line each.
	 */
	@SuppressWarnings("unchecked") // The script says what it returns.
	List<String> inaccessible() {
		try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
			if (axe == null) {
				throw new IllegalStateException("axe-core is missing");
			}
			this.driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return (List<String>) this.driver.executeAsyncScript(
				"""
						const done = arguments[0];
						axe.run(document, { resultTypes: ['violations'] }).then(
							(found) => done(found.violations.filter((each) => ['serious', 'critical'].includes(each.impact))
								.map((each) => each.id + ': ' + each.nodes.map((node) => node.html + ' ' + node.failureSummary))),
							(error) => done(['axe failed: ' + error]));""");
	}

	/**
	 * Shows pages as wide as some screen is, which may be narrower than a window can be.
	 */
	void width(int pixels) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
	}

	/**
	 * Shows pages as for somebody who prefers {@code light} or {@code dark}.
	 */
	void colorScheme(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Whether a page has to be moved sideways to be read.
	 */
	boolean isWiderThanItsScreen() {
		return (Boolean) evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
	}

	void screenshot(Path file) {
		try {
			Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	ChromeDriver driver() {
		return this.driver;
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
