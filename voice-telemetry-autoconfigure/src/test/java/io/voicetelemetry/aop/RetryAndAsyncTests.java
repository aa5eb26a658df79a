package io.voicetelemetry.aop;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call's span stands around whatever retries or hands over the method; each try is
 * seen.
 */
class RetryAndAsyncTests {

	@Test
	void putsTheTriesOfARequestUnderOneRequest() {
		try (AopTestContext context = AopTestContext.of(Retrying.class)) {
			assertThat(context.bean(FlakyModel.class).ask(3)).isEqualTo("answer");
			SpanData request = context.span("llm_request");
			List<SpanData> attempts = named(context, "llm_request_run");
			assertThat(attempts).hasSize(3)
				.allSatisfy((attempt) -> assertThat(attempt.getParentSpanId()).isEqualTo(request.getSpanId()))
				.extracting((attempt) -> attempt.getAttributes().get(TelemetryAttributes.RETRY_COUNT.key()))
				.containsExactly(0L, 1L, 2L);
			assertThat(attempts).extracting((attempt) -> attempt.getStatus().getStatusCode())
				.containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
			assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		}
	}

	@Test
	void makesNoSpanForTheOnlyTry() {
		try (AopTestContext context = AopTestContext.of(Retrying.class)) {
			context.bean(FlakyModel.class).ask(1);
			assertThat(context.spans()).extracting(SpanData::getName).containsExactly("llm_request");
		}
	}

	@Test
	void makesASpanForTheOnlyTryWhenAsked() {
		try (AopTestContext context = AopTestContext.recordingAllAttempts(Retrying.class)) {
			context.bean(FlakyModel.class).ask(1);
			assertThat(context.spans()).extracting(SpanData::getName).containsExactly("llm_request_run", "llm_request");
		}
	}

	@Test
	void failsTheRequestWhenAllTriesFail() {
		try (AopTestContext context = AopTestContext.of(Retrying.class)) {
			try {
				context.bean(FlakyModel.class).ask(100);
			}
			catch (IllegalStateException ex) {
				// As without telemetry.
			}
			assertThat(named(context, "llm_request_run")).hasSize(4)
				.allSatisfy((attempt) -> assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
			assertThat(context.span("llm_request").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		}
	}

	@Test
	void putsTheTriesOfASynthesisUnderOneSynthesis() {
		try (AopTestContext context = AopTestContext.of(Retrying.class)) {
			context.bean(FlakyModel.class).speak(2);
			assertThat(named(context, "tts_request_run")).hasSize(2)
				.allSatisfy((attempt) -> assertThat(attempt.getParentSpanId())
					.isEqualTo(context.span("tts_request").getSpanId()));
		}
	}

	@Test
	void takesACallOfAScopedBeanForNoTryOfTheCallersRequest() {
		try (AopTestContext context = AopTestContext.of(Scoped.class)) {
			LlmCall request = (LlmCall) context.telemetry().start(Stage.LLM_REQUEST, null);
			try (Scope scope = request.makeCurrent()) {
				context.bean(ScopedTool.class).use();
				context.bean(ScopedTool.class).use();
			}
			request.end();
			assertThat(context.spans()).extracting(SpanData::getName)
				.containsExactly("function_tool", "function_tool", "llm_request");
		}
	}

	@Test
	void warnsThatAnAsyncMethodEndsElsewhere() throws Exception {
		try (AopTestContext context = AopTestContext.of(Asynchronous.class)) {
			context.bean(Worker.class).work();
			Future<?> afterTheWork = context.bean(ThreadPoolTaskExecutor.class).submit(() -> {
			});
			afterTheWork.get(30, TimeUnit.SECONDS);
			assertThat(context.report()).singleElement().asString().contains("Worker.work", "@Async");
			assertThat(context.spans()).extracting(SpanData::getName).containsExactly("work");
		}
	}

	private static List<SpanData> named(AopTestContext context, String name) {
		return context.spans().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class Retrying {

		@Bean
		FlakyModel flakyModel() {
			return new FlakyModel();
		}

	}

	static class FlakyModel {

		private final AtomicInteger tries = new AtomicInteger();

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		String ask(int succeedsAt) {
			if (this.tries.incrementAndGet() < succeedsAt) {
				throw new IllegalStateException("try again");
			}
			return "answer";
		}

		@TracedTts
		@Retryable(maxRetries = 3, delay = 1)
		void speak(int succeedsAt) {
			ask(succeedsAt);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@org.springframework.context.annotation.Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedTool scopedTool() {
			return new ScopedTool();
		}

	}

	static class ScopedTool {

		@TracedTool
		void use() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		Worker worker() {
			return new Worker();
		}

		@Bean
		ThreadPoolTaskExecutor oneThread() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(1);
			executor.setMaxPoolSize(1);
			return executor;
		}

	}

	static class Worker {

		@TracedOperation
		@Async
		void work() {
		}

	}

}
