package io.voicetelemetry.integration;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SurroundingTests {

	@ParameterizedTest
	@EnumSource
	void handsBackTheSpans(Surrounding surrounding) throws Exception {
		List<SpanData> spans = surrounding.run(List.of(), List.of(),
				(context) -> context.getBean(VoiceTelemetry.class).session().start().end());
		assertThat(spans).singleElement()
			.satisfies((span) -> assertThat(span.getName()).isEqualTo("agent_session"))
			.satisfies((span) -> assertThat(span.getTraceId()).isNotEqualTo(SurroundedApplication.REQUEST_TRACE));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
	@NotUnderJavaagent
	void theSpanOfTheRequestIsCurrent(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = surrounding.start(List.of())) {
			application.keepingRequests();
			String current = application.call((context) -> Span.current().getSpanContext().getSpanId());
			Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(application.spans()).hasSize(1));
			assertThat(application.spans()).singleElement()
				.satisfies((span) -> assertThat(span.getKind()).isEqualTo(SpanKind.SERVER))
				.satisfies((span) -> assertThat(span.getTraceId()).isEqualTo(SurroundedApplication.REQUEST_TRACE))
				.satisfies((span) -> assertThat(span.getSpanId()).isEqualTo(current));
		}
	}

	@ParameterizedTest
	@EnumSource
	void handsBackWhatTheWorkDid(Surrounding surrounding) throws Exception {
		try (SurroundedApplication application = surrounding.start(List.of())) {
			assertThat(application.subscribe((context) -> Flux.just(1, 2, 3))).containsExactly(1, 2, 3);
			if (surrounding == Surrounding.WEBFLUX) {
				assertThat(application.subscribe((context) -> Mono.just(Thread.currentThread().getName())))
					.singleElement()
					.satisfies((thread) -> assertThat(thread).startsWith("reactor-http"));
			}
			boolean requestIsInContext = application
				.subscribe((context) -> Mono.deferContextual((view) -> Mono.just(!view.isEmpty())))
				.get(0);
			assertThat(requestIsInContext).isEqualTo(surrounding != Surrounding.PLAIN);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> application.run((context) -> {
				throw new IOException("no line");
			})).withMessage("no line");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> application.run((context) -> {
				throw new AssertionError("not so");
			})).withMessage("not so");
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> application.subscribe((context) -> Mono.error(new IOException("cut off"))))
				.withMessage("cut off");
		}
	}

}
