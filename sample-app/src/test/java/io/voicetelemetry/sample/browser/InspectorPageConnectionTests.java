package io.voicetelemetry.sample.browser;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.voicetelemetry.session.VoiceSession;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inspector's page when its server answers late or not at all.
 */
@Import(InspectorPageConnectionTests.Line.class)
class InspectorPageConnectionTests extends InspectorPage {

	@Autowired
	private Line line;

	@Test
	void connectsAgainAfterItWasTurnedAway() {
		this.line.refused = "/api/changes";
		open("");
		Browser.await(() -> assertThat(browser.text("#status")).isEqualTo("Not connected; trying again"));
		this.calls.begin("call-1");
		this.line.refused = "";
		Browser.await(() -> assertThat(browser.text("#status")).isEqualTo("1 call, 1 live"));
		assertThat(browser.texts(".sessions tbody th a")).containsExactly("call-1");
		assertThat(browser.complaints()).isNotEmpty().allSatisfy((complaint) -> assertThat(complaint).contains("503"));
	}

	@Test
	void asksAgainWhatItWasNotTold() {
		VoiceSession session = this.calls.begin("call-1");
		openCall();
		this.line.refused = "/api/session";
		session.end();
		Browser.await(() -> assertThat(this.line.refusals).hasPositiveValue());
		this.line.refused = "";
		Browser.await(() -> assertThat(browser.texts("h2")).containsExactly("call-1 success"));
		assertThat(browser.complaints()).isNotEmpty().allSatisfy((complaint) -> assertThat(complaint).contains("503"));
	}

	@Test
	void missesNothingThatChangesWhileItAsks() {
		VoiceSession session = this.calls.begin("call-1");
		open("");
		Browser.await(() -> assertThat(browser.text("#status")).isEqualTo("1 call, 1 live"));
		CompletableFuture<Void> beforeTheCallIsShown = this.line.hold();
		browser.element(".sessions tbody a").click();
		changesMeanwhile(session, "First?", "2 calls, 2 live");
		beforeTheCallIsShown.complete(null);
		Browser.await(() -> assertThat(browser.texts(".transcript bdi")).containsExactly("First?", "Yes."));
		CompletableFuture<Void> whileItIsShown = this.line.hold();
		this.calls.ask(session, "Second?", "Yes.");
		changesMeanwhile(session, "Third?", "3 calls, 3 live");
		whileItIsShown.complete(null);
		Browser.await(() -> assertThat(browser.texts(".transcript bdi")).hasSize(6));
	}

	/**
	 * Changes come in their order, so that the page knows of the question if it knows of
	 * the call.
	 */
	private void changesMeanwhile(VoiceSession session, String question, String status) {
		Browser.await(() -> assertThat(this.line.waiting).hasValue(1));
		this.calls.ask(session, question, "Yes.");
		this.calls.begin("call after " + question);
		Browser.await(() -> assertThat(browser.text("#status")).isEqualTo(status));
	}

	/**
	 * Between the page and its server.
	 */
	static final class Line extends OncePerRequestFilter {

		private final AtomicInteger refusals = new AtomicInteger();

		private volatile String refused = "";

		private final AtomicInteger waiting = new AtomicInteger();

		private volatile CompletableFuture<Void> held = CompletableFuture.completedFuture(null);

		/**
		 * Holds back what is answered about a call from now on.
		 * @return to be completed when the answers may go on
		 */
		CompletableFuture<Void> hold() {
			this.held = new CompletableFuture<>();
			return this.held;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (!this.refused.isEmpty() && request.getRequestURI().endsWith(this.refused)) {
				this.refusals.incrementAndGet();
				response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
				return;
			}
			CompletableFuture<Void> held = this.held;
			if (held.isDone() || !request.getRequestURI().endsWith("/api/session")) {
				chain.doFilter(request, response);
				return;
			}
			ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
			chain.doFilter(request, answer);
			this.waiting.incrementAndGet();
			held.completeOnTimeout(null, 30, TimeUnit.SECONDS).join();
			this.waiting.decrementAndGet();
			answer.copyBodyToResponse();
		}

	}

}
