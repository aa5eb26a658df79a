package io.voicetelemetry.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand calls on a pool of threads, all of them inside one open HTTP request whose
 * span is current on every thread.
 */
class ManyCallsInRequestTests {

	private static final int CALLS = 1000;

	@ParameterizedTest
	@ValueSource(strings = { "", ClinicController.UNSAMPLED })
	void mixNothingAndLoseNothing(String traceparent) throws Exception {
		try (ConfigurableApplicationContext context = TestApplication
			.runWeb(List.of(InMemorySpans.class, ManyCallsController.class))) {
			HttpRequest.Builder request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + TestApplication.portOf(context) + "/many"));
			if (!traceparent.isEmpty()) {
				request.header("traceparent", traceparent);
			}
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(request.build(), HttpResponse.BodyHandlers.ofString());
			assertThat(response.body()).isEqualTo("over");
			assertThatAllAreWhole(context.getBean(InMemorySpans.class).all());
			assertThat(context.getBean(VoiceTelemetry.class).refusals()).isEmpty();
		}
	}

	private static void assertThatAllAreWhole(List<SpanData> spans) {
		Map<String, List<SpanData>> calls = new HashMap<>();
		spans.forEach((span) -> {
			String id = span.getAttributes().get(TelemetryAttributes.SESSION_ID.key());
			if (id != null) {
				calls.computeIfAbsent(id, (key) -> new ArrayList<>()).add(span);
			}
		});
		assertThat(calls).hasSize(CALLS);
		assertThat(calls.values()).allSatisfy((call) -> {
			assertThat(call).extracting(SpanData::getName)
				.containsExactlyInAnyOrder("agent_session", "agent_turn", "llm_request");
			assertThat(call).extracting(SpanData::getTraceId).containsOnly(call.get(0).getTraceId());
			Map<String, SpanData> byName = new HashMap<>();
			call.forEach((span) -> byName.put(span.getName(), span));
			assertThat(parentOf(byName, "agent_turn")).isEqualTo(idOf(byName, "agent_session"));
			assertThat(parentOf(byName, "llm_request")).isEqualTo(idOf(byName, "agent_turn"));
			assertThat(parentOf(byName, "agent_session")).isEqualTo("0000000000000000");
		});
	}

	private static String parentOf(Map<String, SpanData> spans, String name) {
		return spans.get(name).getParentSpanId();
	}

	private static String idOf(Map<String, SpanData> spans, String name) {
		return spans.get(name).getSpanId();
	}

	@RestController
	static class ManyCallsController {

		private final VoiceTelemetry telemetry;

		ManyCallsController(VoiceTelemetry telemetry) {
			this.telemetry = telemetry;
		}

		@GetMapping("/many")
		String many() {
			ExecutorService pool = Executors.newFixedThreadPool(32);
			try {
				Executor insideTheRequest = Context.taskWrapping((Executor) pool);
				CompletableFuture<?>[] calls = new CompletableFuture<?>[CALLS];
				for (int i = 0; i < CALLS; i++) {
					calls[i] = call("call-" + i, insideTheRequest);
				}
				CompletableFuture.allOf(calls).join();
				return "over";
			}
			finally {
				pool.shutdown();
			}
		}

		/**
		 * Each step on whatever thread is free.
		 */
		private CompletableFuture<?> call(String id, Executor executor) {
			return CompletableFuture.supplyAsync(() -> this.telemetry.session().id(id).start(), executor)
				.thenApplyAsync(VoiceSession::startAgentTurn, executor)
				.thenApplyAsync(AgentTurn::startLlmCall, executor)
				.thenAcceptAsync(LlmCall::end, executor)
				.thenRunAsync(() -> this.telemetry.session(id).agentTurn().end(), executor)
				.thenRunAsync(() -> this.telemetry.session(id).end("hangup"), executor);
		}

	}

}
