package io.voicetelemetry.integration.springai;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.EndpointRequest;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A chat client in a reply of a call, against an endpoint over HTTP.
 */
class ChatClientTests {

	@RegisterExtension
	private static final SurroundedApplications applications = SurroundedApplications.of(Clinic.class);

	@RegisterExtension
	private static final SurroundedApplications takingAlong = SurroundedApplications.of(Clinic.class)
		.with("spring.reactor.context-propagation=auto");

	private static final Duration DELAY = Duration.ofMillis(60);

	@ParameterizedTest
	@CsvSource({ "PLAIN, limited", "PLAIN, auto", "MVC, limited", "MVC, auto", "WEBFLUX, limited", "WEBFLUX, auto" })
	void streamsWithTwoTools(Surrounding surrounding, String propagation) throws Exception {
		SurroundedApplication application = (propagation.equals("auto") ? takingAlong : applications).in(surrounding);
		application.bean(Clinic.Tools.class).stages.clear();
		OpenAiEndpoint endpoint = application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "slots", "{\"day\":\"Monday\"}")).usage(10, 2),
					EndpointAnswer.tools(EndpointAnswer.tool("call_2", "book", "{\"slot\":\"ten\"}")).usage(20, 3),
					EndpointAnswer.text("You ", "are ", "booked", ".")
						.usage(new EndpointAnswer.Tokens(30, 4, 16, 0, false))
						.after(DELAY)
						.between(DELAY));
		application.run((context) -> inReply(context, () -> {
			String answer = String.join("",
					context.getBean(ChatClient.class)
						.prompt("Book me in")
						.stream()
						.content()
						.collectList()
						.block(Duration.ofSeconds(60)));
			assertThat(answer).isEqualTo("You are booked.");
		}));

		SpanData turn = application.only("agent_turn");
		SpanData node = application.only("llm_node");
		assertThat(node.getParentSpanId()).isEqualTo(turn.getSpanId());
		assertThat(value(node, TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
		List<SpanData> requests = application.stage("llm_request");
		assertThat(requests).hasSize(3)
			.allSatisfy((request) -> assertThat(request.getParentSpanId()).isEqualTo(node.getSpanId()))
			.allSatisfy((request) -> assertThat(value(request, TelemetryAttributes.SPEECH_ID.key())).isNotNull());
		assertThat(requests).extracting((request) -> value(request, TelemetryAttributes.INPUT_TOKENS.key()))
			.containsExactly(10L, 20L, 30L);
		assertThat(requests).extracting((request) -> value(request, TelemetryAttributes.OUTPUT_TOKENS.key()))
			.containsExactly(2L, 3L, 4L);
		assertThat(requests).extracting((request) -> value(request, TelemetryAttributes.RESPONSE_FINISH_REASONS.key()))
			.containsExactly(List.of("tool_calls"), List.of("tool_calls"), List.of("stop"));
		assertThat(value(requests.get(2), TelemetryAttributes.CACHE_READ_INPUT_TOKENS.key())).isEqualTo(16);
		List<SpanData> tools = application.stage("function_tool");
		assertThat(tools).hasSize(2)
			.allSatisfy((tool) -> assertThat(tool.getParentSpanId()).isEqualTo(turn.getSpanId()))
			.allSatisfy((tool) -> assertThat(value(tool, TelemetryAttributes.SESSION_ID.key())).isEqualTo("call-1"));
		assertThat(tools).extracting((tool) -> value(tool, TelemetryAttributes.TOOL_NAME.key()))
			.containsExactly("slots", "book");
		assertThat(tools).extracting((tool) -> value(tool, TelemetryAttributes.TOOL_CALL_ID.key()))
			.containsExactly("call_1", "call_2");
		assertThat(application.bean(Clinic.Tools.class).stages).extracting((stage) -> stage.spanContext().getSpanId())
			.containsExactlyElementsOf(tools.stream().map(SpanData::getSpanId).toList());
		assertFirstTokenIsTimed(requests.get(2), endpoint.request(2));
		assertThat(requests).allSatisfy(
				(request) -> assertThat(value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNotNull());
		assertNoOtherModelSpans(application);
	}

	/**
	 * The first token cannot have come before it was sent, and did not come with the
	 * last.
	 */
	private static void assertFirstTokenIsTimed(SpanData request, EndpointRequest asked) {
		Double first = value(request, TelemetryAttributes.TIME_TO_FIRST_CHUNK.key());
		double whole = (request.getEndEpochNanos() - request.getStartEpochNanos()) / 1e9;
		assertThat(first).isNotNull().isGreaterThanOrEqualTo(asked.secondsToFirstPiece());
		assertThat(whole).isGreaterThanOrEqualTo(asked.secondsToLastPiece());
		assertThat(value(request, TelemetryAttributes.REQUEST_STREAM.key())).isTrue();
		// Three pieces were sent after the first, each after a delay.
		assertThat(whole - first).isGreaterThan(2 * DELAY.toNanos() / 1e9);
	}

	static void assertNoOtherModelSpans(SurroundedApplication application) {
		Set<String> names = application.spans().stream().map(SpanData::getName).collect(Collectors.toSet());
		assertThat(names).noneMatch((name) -> name.startsWith("chat ") || name.startsWith("tool_call")
				|| name.startsWith("execute_tool") || name.equals("spring_ai chat_client"));
	}

	static void inReply(ApplicationContext context, Work work) throws Exception {
		VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
		try {
			session.startAgentTurn().call(() -> {
				work.run();
				return null;
			});
		}
		finally {
			session.end();
		}
	}

	static <T> T value(SpanData span, AttributeKey<T> key) {
		return span.getAttributes().get(key);
	}

	interface Work {

		void run() throws Exception;

	}

}
