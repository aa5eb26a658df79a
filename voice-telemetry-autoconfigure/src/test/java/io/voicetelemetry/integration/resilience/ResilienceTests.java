package io.voicetelemetry.integration.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.common.retry.configuration.CommonRetryConfigurationProperties;
import io.github.resilience4j.retry.annotation.Retry;
import io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerConfiguration;
import io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerConfigurationProperties;
import io.github.resilience4j.spring6.fallback.configure.FallbackConfiguration;
import io.github.resilience4j.spring6.retry.configure.RetryConfiguration;
import io.github.resilience4j.spring6.retry.configure.RetryConfigurationProperties;
import io.github.resilience4j.spring6.spelresolver.configure.SpelResolverConfiguration;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedTts;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What is seen of a request that Spring or Resilience4j tries again, does not let
 * through, or answers otherwise.
 */
@ParameterizedClass
@EnumSource
class ResilienceTests {

	@RegisterExtension
	private static final SurroundedApplications applications = SurroundedApplications.of(Resilient.class);

	private final SurroundedApplication application;

	private final Model model;

	ResilienceTests(Surrounding surrounding) {
		this.application = applications.in(surrounding);
		this.model = this.application.bean(Model.class);
	}

	@BeforeEach
	void reset() {
		Model.tries.set(0);
	}

	private <T> T inCall(Callable<T> work) throws Exception {
		return this.application.call((context) -> context.getBean(VoiceTelemetry.class).session().start().call(work));
	}

	private List<SpanData> spans(String stage) {
		return this.application.voiceSpans()
			.stream()
			.filter((span) -> stage.equals(attribute(span, TelemetryAttributes.STAGE)))
			.toList();
	}

	private SpanData request() {
		List<SpanData> requests = spans("llm_request");
		assertThat(requests).hasSize(1);
		return requests.get(0);
	}

	private void assertThreeTries(SpanData request, String stage) {
		assertThat(attribute(request, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(request, TelemetryAttributes.ATTEMPTS)).isEqualTo(3);
		assertThat(spans(stage)).hasSize(3)
			.allSatisfy((run) -> assertThat(run.getParentSpanId()).isEqualTo(request.getSpanId()))
			.extracting((run) -> attribute(run, TelemetryAttributes.OUTCOME))
			.containsExactly("error", "error", "success");
		SpanData last = spans(stage).get(2);
		assertThat(attribute(request, TelemetryAttributes.ATTEMPT_DURATION))
			.isEqualTo((last.getEndEpochNanos() - last.getStartEpochNanos()) / 1e9);
	}

	@Test
	void retriesOfSpring() throws Exception {
		assertThat(inCall(() -> this.model.askBySpring(3))).isEqualTo("At nine.");
		SpanData request = request();
		assertThreeTries(request, "llm_request_run");
		SpanData last = spans("llm_request_run").get(2);
		assertThat(attribute(request, TelemetryAttributes.ATTEMPT_TIME_TO_FIRST_CHUNK))
			.isLessThan(attribute(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK))
			.isLessThanOrEqualTo(attribute(request, TelemetryAttributes.ATTEMPT_DURATION));
		assertThat(attribute(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK))
			.isGreaterThanOrEqualTo((last.getStartEpochNanos() - request.getStartEpochNanos()) / 1e9);
	}

	@Test
	void retriesOfResilience4j() throws Exception {
		assertThat(inCall(() -> this.model.askByResilience4j(3))).isEqualTo("At nine.");
		assertThreeTries(request(), "llm_request_run");
	}

	@Test
	void retriesOfASynthesis() throws Exception {
		assertThat(inCall(() -> this.model.speak(3))).hasSize(640);
		List<SpanData> requests = spans("tts_request");
		assertThat(requests).hasSize(1);
		assertThreeTries(requests.get(0), "tts_request_run");
		assertThat(attribute(requests.get(0), TelemetryAttributes.ATTEMPT_TIME_TO_FIRST_BYTE))
			.isLessThan(attribute(requests.get(0), TelemetryAttributes.TTS_TIME_TO_FIRST_BYTE));
	}

	@Test
	void failsWhenAllTriesFail() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> inCall(() -> this.model.askByResilience4j(9)));
		assertThat(attribute(request(), TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(request(), TelemetryAttributes.ATTEMPTS)).isEqualTo(3);
		assertThat(spans("llm_request_run")).extracting((run) -> run.getStatus().getStatusCode())
			.containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.ERROR);
	}

	@Test
	void anotherModelAnswersInAFallbackMethod() throws Exception {
		assertThat(inCall(() -> this.model.askWithFallback())).isEqualTo("At ten.");
		SpanData request = request();
		assertThat(attribute(request, TelemetryAttributes.OUTCOME)).isEqualTo("success");
		assertThat(attribute(request, TelemetryAttributes.REQUEST_MODEL)).isEqualTo("gpt-4o");
		assertThat(attribute(request, TelemetryAttributes.RESPONSE_MODEL)).isEqualTo("gpt-4o-mini");
		assertThat(attribute(request, TelemetryAttributes.FALLBACK_INDEX)).isEqualTo(1);
		assertThat(spans("llm_request_run"))
			.extracting((run) -> attribute(run, TelemetryAttributes.REQUEST_MODEL),
					(run) -> attribute(run, TelemetryAttributes.OUTCOME))
			.containsExactly(tuple(null, "error"), tuple(null, "error"), tuple(null, "error"),
					tuple("gpt-4o-mini", "success"));
	}

	@Test
	void anotherAnnotatedMethodInAFallbackIsARequestOfItsOwn() throws Exception {
		assertThat(inCall(() -> this.model.askWithFallbackBean()).text()).isEqualTo("At eleven.");
		List<SpanData> requests = spans("llm_request");
		assertThat(requests).extracting((span) -> attribute(span, TelemetryAttributes.REQUEST_MODEL))
			.containsExactly("claude-haiku-4-5", "gpt-4o");
		assertThat(requests.get(0).getParentSpanId()).isEqualTo(requests.get(1).getParentSpanId());
		assertThat(requests).extracting((span) -> attribute(span, TelemetryAttributes.OUTCOME))
			.containsExactly("success", "error");
		assertThat(requests).extracting((span) -> attribute(span, TelemetryAttributes.FALLBACK_INDEX))
			.containsExactly(1L, null);
		assertThat(requests).extracting((span) -> attribute(span, TelemetryAttributes.INPUT_TOKENS))
			.containsExactly(12L, null);
		assertThat(attribute(requests.get(1), TelemetryAttributes.ERROR_TYPE))
			.isEqualTo(UncheckedIOException.class.getName());
		assertThat(spans("llm_request_run")).hasSize(3)
			.allSatisfy((run) -> assertThat(run.getParentSpanId()).isEqualTo(requests.get(1).getSpanId()));
	}

	@Test
	void openCircuitLetsNoTryThrough() {
		CircuitBreakerRegistry breakers = this.application.bean(CircuitBreakerRegistry.class);
		breakers.circuitBreaker("line").transitionToOpenState();
		assertThatExceptionOfType(CallNotPermittedException.class)
			.isThrownBy(() -> inCall(() -> this.model.askByLine()));
		assertThat(attribute(request(), TelemetryAttributes.OUTCOME)).isEqualTo("error");
		assertThat(attribute(request(), TelemetryAttributes.ERROR_TYPE))
			.isEqualTo(CallNotPermittedException.class.getName());
		assertThat(attribute(request(), TelemetryAttributes.ATTEMPTS)).isNull();
		assertThat(spans("llm_request_run")).isEmpty();
		assertThat(Model.tries).hasValue(0);
	}

	static class Model {

		private final OtherModel other;

		private static final AtomicInteger tries = new AtomicInteger();

		Model(OtherModel other) {
			this.other = other;
		}

		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retryable(maxRetries = 2, delay = 20)
		String askBySpring(int succeedsAt) {
			fail(succeedsAt);
			LlmCall.current().firstToken();
			return "At nine.";
		}

		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model")
		String askByResilience4j(int succeedsAt) {
			fail(succeedsAt);
			return "At nine.";
		}

		@TracedTts
		@Retry(name = "model")
		byte[] speak(int succeedsAt) {
			fail(succeedsAt);
			SpeechSynthesis.current().audioReceived(640);
			return new byte[640];
		}

		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model", fallbackMethod = "askSmaller")
		String askWithFallback() {
			fail(9);
			return "At nine.";
		}

		String askSmaller(UncheckedIOException failure) throws Exception {
			return LlmCall.current().startAttempt(null, "gpt-4o-mini").call(() -> "At ten.");
		}

		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model", fallbackMethod = "askOther")
		ModelClient.Piece askWithFallbackBean() {
			fail(9);
			return new ModelClient.Piece("At nine.", null);
		}

		ModelClient.Piece askOther(UncheckedIOException failure) {
			return this.other.ask();
		}

		@TracedLlmCall
		@CircuitBreaker(name = "line")
		String askByLine() {
			tries.incrementAndGet();
			return "At nine.";
		}

		private void fail(int succeedsAt) {
			if (tries.incrementAndGet() < succeedsAt) {
				throw new UncheckedIOException(new IOException("no line"));
			}
		}

	}

	static class OtherModel {

		@TracedLlmCall(provider = "anthropic", model = "claude-haiku-4-5")
		ModelClient.Piece ask() {
			return new ModelClient.Piece("At eleven.", TokenUsage.of(12, 3));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy
	@EnableResilientMethods
	@Import({ RetryConfiguration.class, CircuitBreakerConfiguration.class, FallbackConfiguration.class,
			SpelResolverConfiguration.class })
	static class Resilient {

		@Bean
		RetryConfigurationProperties retryProperties() {
			CommonRetryConfigurationProperties.InstanceProperties model = new CommonRetryConfigurationProperties.InstanceProperties();
			model.setMaxAttempts(3);
			model.setWaitDuration(Duration.ofMillis(20));
			RetryConfigurationProperties properties = new RetryConfigurationProperties();
			properties.getInstances().putAll(Map.of("model", model));
			return properties;
		}

		@Bean
		CircuitBreakerConfigurationProperties circuitBreakerProperties() {
			return new CircuitBreakerConfigurationProperties();
		}

		@Bean
		OtherModel otherModel() {
			return new OtherModel();
		}

		@Bean
		Model model(OtherModel other) {
			return new Model(other);
		}

	}

}
