package io.voicetelemetry.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.reactivex.rxjava3.core.Flowable;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tries of requests whose answers come after the method has returned.
 */
class DeferredAttemptTests {

	private final AopTestContext context = AopTestContext.of(Retrying.class);

	private final FlakyModel model = this.context.bean(FlakyModel.class);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void takesEachSubscriptionToAMonoForATry() {
		assertThat(this.model.mono().block()).isEqualTo("answer");
		assertTries();
	}

	@Test
	void takesEachSubscriptionToAFluxForATry() {
		assertThat(this.model.flux().collectList().block()).containsExactly("answer");
		assertTries();
		assertThat(this.context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTPUT_MESSAGES.key()))
			.contains("\"answer\"");
	}

	@Test
	void takesEachSubscriptionOfRxJavaForATry() {
		assertThat(this.model.flowable().toList().blockingGet()).containsExactly("answer");
		assertTries();
	}

	@Test
	void takesEachFutureForATry() {
		assertThat(this.model.future().join()).isEqualTo("answer");
		assertTries();
	}

	@Test
	void makesNoSpanForTheOnlyTry() {
		assertThat(this.model.once().block()).isEqualTo("answer");
		assertThat(this.context.spans()).extracting(SpanData::getName).containsExactly("llm_request");
	}

	@Test
	void cutsTheTryOffWithTheRequest() {
		StepVerifier.create(this.model.never()).thenAwait().thenCancel().verify();
		assertThat(this.context.span("llm_request").getAttributes().get(TelemetryAttributes.OUTCOME.key()))
			.isEqualTo("cancelled");
		assertThat(this.context.refusals()).isEmpty();
	}

	private void assertTries() {
		SpanData request = this.context.span("llm_request");
		assertThat(attempts()).hasSize(3)
			.allSatisfy((attempt) -> assertThat(attempt.getParentSpanId()).isEqualTo(request.getSpanId()))
			.extracting((attempt) -> attempt.getStatus().getStatusCode())
			.containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
		assertThat(request.getAttributes().get(TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
		assertThat(this.context.refusals()).isEmpty();
	}

	private List<SpanData> attempts() {
		return this.context.spans().stream().filter((span) -> span.getName().equals("llm_request_run")).toList();
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
		Mono<String> mono() {
			return Mono.fromCallable(this::answer);
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Flux<String> flux() {
			return Flux.defer(() -> Flux.just(answer()));
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Flowable<String> flowable() {
			return Flowable.fromCallable(this::answer);
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		CompletableFuture<String> future() {
			return CompletableFuture.completedFuture(answer());
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Mono<String> once() {
			return Mono.just("answer");
		}

		@TracedLlmCall
		@Retryable(maxRetries = 3, delay = 1)
		Mono<String> never() {
			return Mono.never();
		}

		private String answer() {
			if (this.tries.incrementAndGet() < 3) {
				throw new IllegalStateException("try again");
			}
			return "answer";
		}

	}

}
