package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What Arize Phoenix shows of a call that is told in its dialect.
 */
@ExtendWith(PhoenixExtension.class)
@EnabledIfSystemProperty(named = Phoenix.PROGRAM, matches = ".+", disabledReason = Phoenix.MISSING)
class PhoenixDialectTests {

	private final Phoenix phoenix;

	private final PhoenixProject project;

	PhoenixDialectTests(Phoenix phoenix) {
		this.phoenix = phoenix;
		this.project = new PhoenixProject(phoenix);
	}

	@Test
	void showsWhatEachSpanIs() throws Exception {
		Map<String, List<PhoenixSpan>> shown = playAndRead();
		Map<String, Set<String>> kinds = new TreeMap<>();
		shown.forEach((stage, spans) -> spans
			.forEach((span) -> kinds.computeIfAbsent(span.kind(), (kind) -> new TreeSet<>()).add(stage)));
		assertThat(kinds).containsOnlyKeys("AGENT", "CHAIN", "LLM", "TOOL")
			.containsEntry("AGENT", Set.of("agent_session", "agent_turn"))
			.containsEntry("LLM", Set.of("llm_request", "realtime_inference"))
			.containsEntry("TOOL", Set.of("function_tool"));
	}

	@Test
	void showsModels() throws Exception {
		Map<String, List<PhoenixSpan>> shown = playAndRead();
		assertThat(shown.get("llm_request")).extracting((span) -> span.attributes().get("llm.model_name"))
			.containsExactlyInAnyOrder("gpt-4o", "gpt-4o-2024-08-06");
		assertThat(shown.get("realtime_inference")).extracting((span) -> span.attributes().get("llm.model_name"))
			.containsExactly("gpt-realtime");
		assertThat(shown.get("llm_request")).extracting((span) -> span.attributes().get("llm.provider"))
			.containsOnly("openai");
		assertThat(shown.get("llm_request")).extracting(PhoenixSpan::tokensIn, PhoenixSpan::tokensOut)
			.containsExactlyInAnyOrder(tuple(900L, 20L), tuple(950L, 30L));
	}

	@Test
	void showsWhatWasSaid() throws Exception {
		Map<String, List<PhoenixSpan>> shown = playAndRead();
		assertThat(shown.get("stt_request")).extracting(PhoenixSpan::input, PhoenixSpan::output)
			.containsExactly(tuple(text("[2.3 s of audio]"), text(BookingCall.QUESTION)));
		assertThat(shown.get("tts_request")).extracting(PhoenixSpan::input, PhoenixSpan::output)
			.containsExactly(tuple(text(BookingCall.ANSWER), text("[1.8 s of audio]")));
		assertThat(shown.get("user_turn")).extracting(PhoenixSpan::input).contains(text(BookingCall.QUESTION));
		assertThat(shown.get("function_tool")).extracting(PhoenixSpan::input, PhoenixSpan::output)
			.containsExactlyInAnyOrder(tuple(json(BookingCall.ARGUMENTS), json(BookingCall.SLOTS)),
					tuple(json(BookingCall.ARGUMENTS), null));
		assertThat(shown.get("llm_request")).filteredOn((request) -> request.output() != null)
			.singleElement()
			.satisfies((request) -> {
				assertThat(request.input()).extracting(PhoenixSpan.Value::type).isEqualTo("json");
				assertThat(request.input()).extracting(PhoenixSpan.Value::text).asString().contains(BookingCall.PROMPT);
				assertThat(request.output()).extracting(PhoenixSpan.Value::type).isEqualTo("json");
				assertThat(request.output()).extracting(PhoenixSpan.Value::text)
					.asString()
					.contains(BookingCall.ANSWER);
				assertThat(request.attributes()).containsEntry("llm.input_messages.0.message.role", "user")
					.containsEntry("llm.input_messages.0.message.content", BookingCall.PROMPT)
					.containsEntry("llm.output_messages.0.message.role", "assistant")
					.containsEntry("llm.output_messages.0.message.content", BookingCall.ANSWER);
			});
	}

	@Test
	void showsNothingThatWasSaidIfThatIsNotCaptured() throws Exception {
		Map<String, List<PhoenixSpan>> shown = playAndRead("--voice.telemetry.content.capture=none");
		shown.values().stream().flatMap(List::stream).forEach((span) -> {
			assertThat(span.input()).isNull();
			assertThat(span.output()).isNull();
			assertThat(span.toString()).doesNotContain("Tuesday", "09:00", "book it", BookingCall.FAILURE);
		});
		assertThat(shown.get("llm_request")).extracting(PhoenixSpan::kind).containsOnly("LLM");
	}

	@Test
	void showsWhatFailed() throws Exception {
		List<PhoenixSpan> failed = playAndRead().values()
			.stream()
			.flatMap(List::stream)
			.filter((span) -> span.status().equals("ERROR"))
			.toList();
		assertThat(failed)
			.extracting(PhoenixSpan::name, PhoenixSpan::kind, PhoenixSpan::statusMessage, PhoenixSpan::events)
			.containsExactlyInAnyOrder(tuple("function_tool", "TOOL", BookingCall.FAILURE, List.of("exception")),
					tuple("llm_request_run", "CHAIN", "503", List.of("exception")));
	}

	@Test
	void showsNothingButTheCall() throws Exception {
		try (ConfigurableApplicationContext context = this.project.run(this.project
			.arguments("endpoint=" + this.phoenix.http(), "--voice.telemetry.session.join-active-span=true"))) {
			Span request = context.getBean(Tracer.class).spanBuilder("GET /call").startSpan();
			try (Scope scope = request.makeCurrent()) {
				BookingCall.play(context.getBean(VoiceTelemetry.class), this.project.sessionId());
			}
			request.end();
		}
		List<PhoenixSpan> shown = this.project.awaitSpans(BookingCall.SPANS);
		assertThat(shown).hasSize(BookingCall.SPANS).extracting(PhoenixSpan::name).doesNotContain("GET /call");
		assertThat(shown).filteredOn((span) -> span.parentId().isEmpty())
			.extracting(PhoenixSpan::name)
			.containsExactly("agent_session");
	}

	private static PhoenixSpan.Value text(String text) {
		return new PhoenixSpan.Value(text, "text");
	}

	private static PhoenixSpan.Value json(String json) {
		return new PhoenixSpan.Value(json, "json");
	}

	/**
	 * The spans of a call, by stage.
	 */
	private Map<String, List<PhoenixSpan>> playAndRead(String... arguments) throws Exception {
		List<String> properties = new ArrayList<>(List.of("endpoint=" + this.phoenix.http()));
		properties.addAll(List.of(arguments));
		List<SpanData> recorded = this.project.play(properties.toArray(new String[0]));
		return this.project.awaitSpans(recorded.size())
			.stream()
			.collect(Collectors.groupingBy((span) -> (String) span.attributes().get("voice.stage")));
	}

}
