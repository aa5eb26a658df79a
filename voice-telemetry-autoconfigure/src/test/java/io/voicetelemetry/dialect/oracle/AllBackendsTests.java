package io.voicetelemetry.dialect.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.voicetelemetry.test.ReceivedRequest;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each product shows of one call that is sent to all of them, and that none is sent
 * what another reads.
 */
class AllBackendsTests {

	private static final Set<String> TAKING_METRICS = Set.of("openobserve", "superlog", "otlp");

	private static final Set<String> OPEN_INFERENCE = Set.of("phoenix", "catalyst", "arize");

	/** What products read of others' keys by rules of their own. */
	private static final Map<String, Set<String>> OWN_KEYS = Map.of("superlog",
			Set.of("llm.provider", "llm.model", "llm.use_case", "llm.call_site"), "langsmith",
			Set.of("input.value", "output.value"), "opik", Set.of("input", "output", "tool.name"));

	private static final Set<String> OPEN_INFERENCE_KEYS = Set.of("input.value", "output.value", "input.mime_type",
			"output.mime_type", "tag.tags", "metadata", "tags");

	private static final List<String> OPEN_INFERENCE_PREFIXES = List.of("openinference.", "llm.", "tool.", "tool_call.",
			"agent.", "graph.");

	/** What Langfuse takes for input, output, model or events, wherever it comes from. */
	private static final Set<String> BARE_KEYS = Set.of("prompt", "input", "output", "model", "events",
			"tool_arguments", "model_config");

	private static ReferenceExport export;

	@BeforeAll
	static void play() {
		export = ReferenceExport.of(Backends.all());
	}

	static Set<String> backends() {
		return Backends.all().keySet();
	}

	private static Map<String, ProductOracle> oracles() {
		return Map.of("langfuse", new LangfuseOracle(), "openobserve", new OpenObserveOracle(Instant.now()), "phoenix",
				new PhoenixOracle(), "arize", new PhoenixOracle(), "catalyst", new CatalystOracle(), "superlog",
				new SuperlogOracle(), "opik", new OpikOracle(), "langsmith", new LangSmithOracle(), "braintrust",
				new BraintrustOracle());
	}

	private static Shown shown(String backend) {
		ProductOracle oracle = oracles().getOrDefault(backend, new SuperlogOracle());
		return new Shown(export.call(), oracle.show(export.spans(backend)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			langfuse    | GENERATION | AGENT        | TOOL         | GENERATION
			openobserve | chat       | invoke_agent | execute_tool | generate_content
			phoenix     | LLM        | AGENT        | TOOL         | LLM
			arize       | LLM        | AGENT        | TOOL         | LLM
			catalyst    | LLM        | AGENT        | TOOL         | LLM
			langsmith   | llm        | chain        | tool         | llm
			braintrust  | llm        | ?            | tool         | llm
			opik        | llm        | general      | tool         | llm
			""")
	void eachKnowsWhatASpanIs(String backend, String llm, String reply, String tool, String realtime) {
		Shown shown = shown(backend);
		shown.assertTypeInputOutput(Moment.LLM_CALL, llm, "Can I come on Tuesday", "Tuesday at nine is free");
		shown.assertTypeInputOutput(Moment.AGENT_TURN, reply, "Can I come on Tuesday", "Tuesday at nine is free");
		shown.assertTypeInputOutput(Moment.CANCELLED_REPLY, reply, "What does it cost", "A cleaning is");
		shown.assertTypeInputOutput(Moment.TOOL, tool, "Tuesday", "09:30");
		shown.assertTypeInputOutput(Moment.REALTIME_INFERENCE, realtime, "Thank you", "You are welcome");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			langfuse    | 1200 | 42
			openobserve | 1200 | 42
			phoenix     | 1200 | 42
			arize       | 1200 | 42
			catalyst    | 1200 | 42
			superlog    | 1200 | 42
			langsmith   | 1200 | 42
			braintrust  | 1200 | 42
			opik        | 1200 | 42
			""")
	void eachCountsTheTokens(String backend, String input, String output) {
		shown(backend).assertTokens(Moment.LLM_CALL, input, output);
	}

	@ParameterizedTest
	@MethodSource("backends")
	void eachPutsTheCallTogether(String backend) {
		// Braintrust has no sessions.
		assertThat(shown(backend).ofCall()).isNotEmpty()
			.allSatisfy((view) -> assertThat(view.session())
				.isEqualTo(backend.equals("braintrust") ? null : ReferenceCall.ID));
	}

	@ParameterizedTest
	@MethodSource("backends")
	void eachShowsErrors(String backend) {
		for (Moment moment : List.of(Moment.FAILED_TOOL, Moment.FAILED_LLM_CALL)) {
			assertThat(shown(backend).at(moment).level()).isEqualTo("ERROR");
		}
		assertThat(shown(backend).at(Moment.CANCELLED_REPLY).level()).isNotEqualTo("ERROR");
	}

	@ParameterizedTest
	@MethodSource("backends")
	void noneMisreadsAnything(String backend) {
		assertThat(shown(backend).all()).hasSameSizeAs(export.spans(backend))
			.allSatisfy((view) -> assertThat(view.problems()).isEmpty());
	}

	@Test
	void superlogShowsSessionAndProductOperation() {
		Shown shown = shown("superlog");
		assertThat(shown.at(Moment.SESSION).type()).isEqualTo("session");
		assertThat(shown.at(Moment.SESSION).details()).containsEntry("roomName", ReferenceCall.ROOM)
			.containsEntry("tenant.id", ReferenceCall.TENANT)
			.containsKey("durationMillis");
		ProductView call = shown.at(Moment.LLM_CALL);
		assertThat(call.name()).isEqualTo("llm.voice_response");
		assertThat(call.details()).containsEntry("llm.use_case", "appointments")
			.containsEntry("llm.call_site", "Reception.answer")
			.containsEntry("llm.provider", "openai")
			.containsEntry("outcome", "success")
			.containsEntry("tenant.id", ReferenceCall.TENANT)
			.containsKey("llm.model");
	}

	@ParameterizedTest
	@MethodSource("backends")
	void noneIsSentWhatAnotherReads(String backend) {
		List<Predicate<String>> forbidden = new ArrayList<>(List.of((key) -> key.startsWith("gen_ai.prompt"),
				(key) -> key.startsWith("gen_ai.completion"), BARE_KEYS::contains));
		unless(backend.equals("langfuse"), forbidden, "langfuse.");
		unless(backend.equals("otlp"), forbidden, "lk.");
		unless(backend.equals("langsmith"), forbidden, "langsmith.");
		unless(backend.equals("braintrust"), forbidden, "braintrust.");
		unless(backend.equals("opik"), forbidden, "opik.");
		if (!OPEN_INFERENCE.contains(backend)) {
			forbidden.add(OPEN_INFERENCE_KEYS::contains);
			forbidden.add((key) -> OPEN_INFERENCE_PREFIXES.stream().anyMatch(key::startsWith));
		}
		if (!backend.equals("superlog")) {
			forbidden.add((key) -> key.equals("voice.duration_ms"));
		}
		Set<String> own = OWN_KEYS.getOrDefault(backend, Set.of());
		assertThat(export.keys(backend)).filteredOn((key) -> !own.contains(key))
			.noneMatch((key) -> forbidden.stream().anyMatch((rule) -> rule.test(key)));
		assertThat(export.spans(backend)).extracting(ReceivedSpan::name)
			.filteredOn("voice.session"::equals)
			.hasSize(backend.equals("superlog") ? 1 : 0);
		assertThat(export.spans(backend)).allSatisfy((span) -> assertThat(span.duplicateKeys()).isEmpty());
	}

	private static void unless(boolean own, List<Predicate<String>> forbidden, String prefix) {
		if (!own) {
			forbidden.add((key) -> key.startsWith(prefix));
		}
	}

	@Test
	void liveKitsKeysAreSentByPlainOtlp() {
		assertThat(export.spans("otlp"))
			.filteredOn((span) -> span.spanId().equals(export.call().spanId(Moment.LLM_CALL)))
			.singleElement()
			.satisfies((span) -> assertThat(span.attributes()).containsKey("lk.llm_metrics"));
		assertThat(export.spans("otlp")).filteredOn((span) -> span.spanId().equals(export.call().spanId(Moment.TOOL)))
			.singleElement()
			.satisfies((span) -> assertThat(span.attributes()).containsEntry("lk.function_tool.name", "find_slots")
				.containsEntry("lk.pii.function_tool.arguments", ReferenceCall.ARGUMENTS)
				.containsEntry("lk.pii.function_tool.output", ReferenceCall.SLOTS)
				.containsEntry("lk.function_tool.is_error", false));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			langfuse    | /api/public/otel/v1/traces | authorization   | Basic cGstbGYtMTpzay1sZi0y
			openobserve | /api/clinic/v1/traces      | authorization   | Basic dXNlcjpwYXNz
			phoenix     | /v1/traces                 | authorization   | Bearer phoenix-key
			catalyst    | /v1/traces                 | authorization   | Bearer catalyst-key
			superlog    | /v1/traces                 | x-api-key       | sl_public_1
			arize       | /v1/traces                 | arize-api-key   | arize-key
			langsmith   | /v1/traces                 | x-api-key       | lsv2-key
			opik        | /v1/traces                 | authorization   | opik-key
			braintrust  | /v1/traces                 | authorization   | Bearer bt-key
			langfuse    | /api/public/otel/v1/traces | x-langfuse-ingestion-version | 4
			openobserve | /api/clinic/v1/traces      | stream-name     | calls
			phoenix     | /v1/traces                 | x-project-name  | clinic
			arize       | /v1/traces                 | arize-space-id  | space-1
			langsmith   | /v1/traces                 | langsmith-project | clinic
			opik        | /v1/traces                 | comet-workspace | clinic
			opik        | /v1/traces                 | projectname     | calls
			braintrust  | /v1/traces                 | x-bt-parent     | project_name:clinic
			""")
	void eachIsSentToAsItAsks(String backend, String path, String header, String value) {
		List<ReceivedRequest> requests = export.requests(backend);
		if (TAKING_METRICS.contains(backend)) {
			requests = requests.stream().filter((request) -> !request.path().endsWith("/v1/metrics")).toList();
		}
		assertThat(requests).isNotEmpty().allSatisfy((request) -> {
			assertThat(request.path()).isEqualTo(path);
			assertThat(request.headers().get(header)).containsExactly(value);
			assertThat(request.header("content-type")).isEqualTo("application/x-protobuf");
			assertThat(request.gzip()).isTrue();
		});
	}

	@ParameterizedTest
	@MethodSource("backends")
	void noneIsSentHeadersOfAnother(String backend) {
		Set<String> own = Map
			.of("langfuse", Set.of("x-langfuse-ingestion-version"), "openobserve", Set.of("stream-name"), "phoenix",
					Set.of("x-project-name"), "superlog", Set.of("x-api-key"), "langsmith",
					Set.of("x-api-key", "langsmith-project"), "opik", Set.of("comet-workspace", "projectname"),
					"braintrust", Set.of("x-bt-parent"), "arize", Set.of("arize-space-id", "arize-api-key"))
			.getOrDefault(backend, Set.of());
		assertThat(export.request(backend).headers().keySet())
			.filteredOn((header) -> header.matches("x-(?!b3).*|arize-.*|comet-.*|langsmith-.*|stream-name|projectname"))
			.containsExactlyInAnyOrderElementsOf(own);
		if (backend.equals("otlp")) {
			assertThat(export.request(backend).header("authorization")).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("backends")
	void eachIsSentTheResource(String backend) {
		assertThat(export.spans(backend)).allSatisfy((span) -> {
			assertThat(span.resourceAttributes())
				.containsEntry("service.name", backend.equals("catalyst") ? "clinic-agent" : "clinic-line")
				.containsEntry("service.version", "1.4")
				.containsEntry("deployment.environment.name", "Production");
			assertThat(span.resourceAttributes().containsKey("openinference.project.name"))
				.isEqualTo(Set.of("phoenix", "arize").contains(backend));
		});
	}

	@ParameterizedTest
	@MethodSource("backends")
	void eachIsSentTheSameSpans(String backend) {
		assertThat(export.spans(backend)).extracting(ReceivedSpan::spanId)
			.containsExactlyInAnyOrderElementsOf(export.spans("otlp").stream().map(ReceivedSpan::spanId).toList());
	}

}
