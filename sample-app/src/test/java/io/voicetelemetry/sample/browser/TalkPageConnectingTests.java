package io.voicetelemetry.sample.browser;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page on which one talks to the agent, with a line that takes its time and
 * a browser that plays nothing.
 */
@Import(TalkPageConnectingTests.SlowLine.class)
class TalkPageConnectingTests extends CalledSample {

	private static final String NO_SOUND = """
			AudioContext.prototype.resume = () => Promise.reject(new Error('there is no loudspeaker'));
			Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' });""";

	@Autowired
	private SlowLine line;

	@BeforeEach
	void takeTime() {
		this.line.stands = new CompletableFuture<>();
	}

	@Test
	void whatIsSaidBeforeTheLineStandsIsHeard() throws Exception {
		TalkPage page = open(Microphones.NONE);
		browser.element("#dial").click();
		browser.element("#words").sendKeys("Goodbye.", Keys.ENTER);
		assertThat(page.lines()).containsExactly("YouGoodbye.");
		assertThat(page.state()).isEqualTo("connecting");
		this.line.stands.complete(null);
		page.awaitWords("get well soon");
		assertThat(page.recorded().path("turns").asInt()).isOne();
	}

	@Test
	void whoHangsUpBeforeTheLineStandsHasNoCall() throws Exception {
		TalkPage page = open(Microphones.NONE);
		browser.element("#dial").click();
		browser.element("#hang-up").click();
		assertThat(page.state()).isEqualTo("connecting");
		this.line.stands.complete(null);
		page.awaitState("over");
		assertThat(browser.text("#state")).isEqualTo("The call has ended.");
		RecordedCalls calls = new RecordedCalls(this.address);
		Browser.await(() -> assertThat(calls.latest().path("reason").asString("")).isEqualTo("hangup"));
	}

	@Test
	void saysThatNoSoundIsPlayed() {
		this.line.stands.complete(null);
		TalkPage page = open(Microphones.NONE, NO_SOUND).call();
		Browser
			.await(() -> assertThat(page.notice()).contains("There is no microphone.", "This browser plays no sound."));
		page.awaitWords("Good morning");
	}

	/**
	 * Lets nobody through to the agent before it is told to.
	 */
	static final class SlowLine extends OncePerRequestFilter {

		private volatile CompletableFuture<Void> stands = CompletableFuture.completedFuture(null);

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (request.getRequestURI().endsWith("/call")) {
				this.stands.completeOnTimeout(null, 30, TimeUnit.SECONDS).join();
			}
			chain.doFilter(request, response);
		}

	}

}
