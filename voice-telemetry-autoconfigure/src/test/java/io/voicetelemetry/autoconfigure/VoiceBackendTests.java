package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.dialect.CanonicalSpan;
import io.voicetelemetry.dialect.SpanDialect;
import io.voicetelemetry.dialect.SpanRewrite;
import io.voicetelemetry.export.SpanSelection;
import io.voicetelemetry.export.VoiceBackend;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedRequest;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Backends and dialects that the application brings along.
 */
@ExtendWith(OutputCaptureExtension.class)
class VoiceBackendTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private OtlpReceiver receiver;

	private OtlpReceiver other;

	@BeforeEach
	void start() {
		this.receiver = OtlpReceiver.start();
		this.other = OtlpReceiver.start();
	}

	@AfterEach
	void stop() {
		this.receiver.close();
		this.other.close();
	}

	@Test
	void aBeanIsABackendLikeThePresets(CapturedOutput output) {
		send("--voice.telemetry.export.otlp.endpoint=" + this.other.endpoint(),
				"--voice.telemetry.export.otlp.dialect=none");
		ReceivedRequest request = this.receiver.awaitRequests(1, PATIENCE).get(0);
		assertThat(request.header("x-acme-key")).isEqualTo("acme-1");
		assertThat(request.gzip()).isTrue();
		ReceivedSpan span = this.receiver.spans().get(0);
		assertThat(span.attributes()).containsEntry("acme", "agent_session");
		assertThat(span.resourceAttributes()).containsEntry("team", "voice");
		assertThat(this.receiver.spans()).hasSize(2);
		assertThat(this.other.awaitSpans(2, PATIENCE))
			.noneSatisfy((each) -> assertThat(each.attributes()).containsKey("acme"));
		assertThat(output).contains("spans go to otlp at ", ", acme at http://127.0.0.1");
	}

	@Test
	void aDialectOfTheApplicationIsNamedAsOthersAre() {
		send("--voice.telemetry.export.otlp.endpoint=" + this.other.endpoint(),
				"--voice.telemetry.export.otlp.dialect=LiveKit, acme");
		assertThat(this.other.awaitSpans(2, PATIENCE))
			.anySatisfy((span) -> assertThat(span.attributes()).containsEntry("acme", "agent_session")
				.containsKey("lk.job_id"));
	}

	@Test
	void isNotLeftOutInSilenceForBootsExporter() {
		assertThatException()
			.isThrownBy(
					() -> send("--management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.endpoint()))
			.havingRootCause()
			.withMessage("The VoiceBackend bean 'acme' has the endpoint that Boot's OTLP exporter, "
					+ "or another OtlpHttpSpanExporter bean, sends all spans to");
	}

	@Test
	void theSwitchOfAllStopsIt() {
		send("--management.tracing.export.enabled=false");
		assertThat(this.receiver.requests()).isEmpty();
	}

	private void send(String... arguments) {
		List<String> all = new java.util.ArrayList<>(List.of(arguments));
		all.add("--test.endpoint=" + this.receiver.endpoint());
		all.add("--management.tracing.sampling.probability=1");
		try (ConfigurableApplicationContext context = TestApplication.run(Acme.class, all.toArray(new String[0]))) {
			context.getBean(VoiceTelemetry.class).session().id("call-1").start().end();
			context.getBean(Tracer.class).spanBuilder("other").startSpan().end();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Acme {

		@Bean
		SpanDialect acmeDialect() {
			return new SpanDialect() {

				@Override
				public String name() {
					return "AcMe";
				}

				@Override
				public void translate(CanonicalSpan span, SpanRewrite rewrite) {
					rewrite.put("acme", "agent_session");
				}

			};
		}

		@Bean
		VoiceBackend acme(@Value("${test.endpoint}") String endpoint, SpanDialect dialect) {
			return VoiceBackend.builder("acme", URI.create(endpoint))
				.header("x-acme-key", "acme-1")
				.dialects(List.of(dialect))
				.spans(SpanSelection.ALL)
				.resource("team", "voice")
				.build();
		}

	}

}
