package io.voicetelemetry.integration;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.ConfigurableApplicationContext;

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

	@ParameterizedTest
	@EnumSource
	@NotUnderJavaagent
	void aCallIsATraceOfItsOwnLinkedToTheRequest(Surrounding surrounding) throws Exception {
		SpanData session = surrounding
			.run(List.of(), List.of(), (context) -> context.getBean(VoiceTelemetry.class).session().start().end())
			.get(0);
		assertThat(session.getParentSpanContext().isValid()).isFalse();
		List<String> linked = (surrounding != Surrounding.PLAIN) ? List.of(SurroundedApplication.REQUEST_TRACE)
				: List.of();
		assertThat(session.getLinks()).extracting((link) -> link.getSpanContext().getTraceId())
			.containsExactlyElementsOf(linked);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
	@NotUnderJavaagent
	void aCallThatIsPartOfTheRequestIsNoticed(Surrounding surrounding) throws Exception {
		SurroundedApplication application = surrounding.start(List.of(),
				"voice.telemetry.session.join-active-span=true");
		try (ConfigurableApplicationContext context = application.context()) {
			application.run((inside) -> inside.getBean(VoiceTelemetry.class).session().start().end());
			assertThat(WholeCalls.violations(application.spans())).hasSize(2)
				.anyMatch((line) -> line.startsWith("A session is not the root of its trace"))
				.anyMatch((line) -> line.startsWith("A span of a call is in the trace of the request"));
		}
	}

	@Test
	void aCallOfWhichAPartWasNotKeptIsNoticed() throws Exception {
		List<SpanData> spans = Surrounding.PLAIN.run(List.of(), List.of(), (context) -> {
			VoiceSession session = context.getBean(VoiceTelemetry.class).session().start();
			session.startAgentTurn().startToolCall("book").end();
			session.end();
		});
		assertThat(WholeCalls.violations(spans)).isEmpty();
		List<SpanData> withoutTurn = spans.stream().filter((span) -> !span.getName().equals("agent_turn")).toList();
		assertThat(WholeCalls.violations(withoutTurn)).singleElement()
			.satisfies((line) -> assertThat(line).startsWith("A parent was not kept"));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WEBFLUX") // its threads are
																	// Reactor's
	void whatIsLeftOnTheThreadIsNoticed(Surrounding surrounding) {
		try (SurroundedApplication application = surrounding.start(List.of())) {
			AtomicReference<Scope> left = new AtomicReference<>(Scope.noop());
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> application
					.run((context) -> left.set(context.getBean(VoiceTelemetry.class).session().start().makeCurrent())))
				.withMessageContaining("what is left on the thread");
			left.get().close();
		}
	}

}
