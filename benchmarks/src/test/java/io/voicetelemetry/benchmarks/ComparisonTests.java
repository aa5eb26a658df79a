package io.voicetelemetry.benchmarks;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.voicetelemetry.event.LlmMetrics;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is compared does the same, and what is not wanted does nothing at all.
 */
class ComparisonTests {

	@Test
	void annotatedAndByHandEmitTheSameSpans() {
		SameSpans.check();
	}

	@Test
	void annotatedAndByHandHaveTheSameFigures() {
		SameFigures.check();
	}

	@Test
	void thereIsNoProxyWhenDisabled() {
		try (BenchmarkApplication application = BenchmarkApplication.disabled()) {
			assertThat(application.model().getClass()).isEqualTo(LanguageModel.class);
		}
	}

	@Test
	void whatNobodyListensForIsNotPublished() throws InterruptedException {
		assertThat(publishedByACall(EndOfSession.class)).singleElement().isInstanceOf(SessionSummary.class);
		assertThat(publishedByACall(EndOfSession.class, ModelCalls.class)).hasSize(2)
			.first()
			.isInstanceOf(LlmMetrics.class);
	}

	/**
	 * What Spring is told of a session with a call in it, up to its end.
	 */
	private static List<Object> publishedByACall(Class<?>... listeners) throws InterruptedException {
		Published published = new Published();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean("applicationEventMulticaster", Published.class, () -> published);
			context.registerBean(OpenTelemetrySdk.class, () -> OpenTelemetrySdk.builder().build());
			context.register(BenchmarkApplication.Beans.class);
			context.register(listeners);
			context.refresh();
			try (OpenReply reply = new OpenReply(context.getBean(VoiceTelemetry.class), SessionValues.nextId())) {
				context.getBean(LanguageModel.class).answerInSession("gpt-4.1-mini", 1024);
			}
			assertThat(published.sessionEnded.await(30, TimeUnit.SECONDS)).isTrue();
		}
		return List.copyOf(published.figures);
	}

	/**
	 * Listens for figures of models.
	 */
	static class ModelCalls {

		@EventListener
		void called(LlmMetrics metrics) {
		}

	}

	/**
	 * Listens for the end of sessions, which is told last.
	 */
	static class EndOfSession {

		@EventListener
		void ended(SessionSummary session) {
		}

	}

	/**
	 * Keeps what is published of calls.
	 */
	private static final class Published extends SimpleApplicationEventMulticaster {

		private final Queue<Object> figures = new ConcurrentLinkedQueue<>();

		private final CountDownLatch sessionEnded = new CountDownLatch(1);

		@Override
		public void multicastEvent(ApplicationEvent event, @Nullable ResolvableType type) {
			super.multicastEvent(event, type);
			if (event instanceof PayloadApplicationEvent<?> payload
					&& payload.getPayload().getClass().getPackage() == LlmMetrics.class.getPackage()) {
				this.figures.add(payload.getPayload());
				if (payload.getPayload() instanceof SessionSummary) {
					this.sessionEnded.countDown();
				}
			}
		}

	}

}
