package io.voicetelemetry.export;

import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.session.LlmNode;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Observations as Spring AI makes them, whose spans have neither name nor attributes
 * before they end.
 */
@NotUnderJavaagent
class ObservedSpansTests {

	private final TwoBackends backends = new TwoBackends();

	private final ObservationRegistry registry = ObservationRegistry.create();

	@BeforeEach
	void bridge() {
		this.registry.observationConfig()
			.observationHandler(new DefaultTracingObservationHandler(
					new OtelTracer(this.backends.sdk().getTracer("org.springframework.boot"),
							new OtelCurrentTraceContext(), (event) -> {
							})));
	}

	@AfterEach
	void close() {
		this.backends.close();
	}

	@Test
	void aChatClientWithAToolIsSentAsItsRequestsAndItsToolCall() {
		VoiceSession session = this.backends.session();
		session.run(() -> observation("http post").observe(() -> {
			LlmNode node = session.startLlmNode();
			node.run(() -> framework("spring_ai chat_client", "chat_client")
				.observe(() -> framework("tool_calling advisor", "advisor").observe(() -> {
					chat().observe(() -> observation("http post").observe(() -> {
					}));
					tool().observe(() -> observation("SELECT").observe(() -> {
					}));
					chat().observe(() -> observation("http post").observe(() -> {
					}));
				})));
			node.end();
		}));
		session.end();
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  llm_node
				    chat gpt-4o
				    tool_call find_free_slots
				    chat gpt-4o
				""");
		assertThat(this.backends.fullTree()).isEqualTo("""
				agent_session
				  http post
				  llm_node
				    spring_ai chat_client
				      tool_calling advisor
				        chat gpt-4o
				          http post
				        tool_call find_free_slots
				          SELECT
				        chat gpt-4o
				          http post
				""");
	}

	@Test
	void aStreamThatEndsAfterWhatStartedItHangsUnderTheSession() {
		VoiceSession session = this.backends.session();
		CompletableFuture<Void> stream = new CompletableFuture<>();
		session.run(() -> {
			Observation client = framework("spring_ai chat_client", "chat_client").start();
			Observation chat = chat().parentObservation(client).start();
			client.stop();
			stream.thenRunAsync(chat::stop).thenRun(session::end);
		});
		stream.complete(null);
		assertThat(this.backends.voiceSpans(2)).hasSize(2);
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  chat gpt-4o
				""");
	}

	@Test
	void whatRunsInAToolIsSentBesideIt() {
		VoiceSession session = this.backends.session();
		session.run(() -> tool().observe(() -> chat().observe(() -> {
		})));
		session.end();
		// When the request ends, nothing says yet that it runs in a tool.
		assertThat(this.backends.voiceTree()).isEqualTo("""
				agent_session
				  tool_call find_free_slots
				  chat gpt-4o
				""");
	}

	@Test
	void outsideAnySessionRequestsAreRoots() {
		observation("http get /chat")
			.observe(() -> framework("spring_ai chat_client", "chat_client").observe(() -> chat().observe(() -> {
			})));
		assertThat(this.backends.voiceTree()).isEqualTo("chat gpt-4o\n");
	}

	private Observation observation(String name) {
		return Observation.createNotStarted(name, this.registry);
	}

	private Observation framework(String name, String kind) {
		return observation("spring.ai").contextualName(name)
			.lowCardinalityKeyValue("gen_ai.operation.name", "framework")
			.lowCardinalityKeyValue("gen_ai.system", "spring_ai")
			.lowCardinalityKeyValue("spring.ai.kind", kind);
	}

	private Observation chat() {
		return observation("gen_ai.client.operation").contextualName("chat gpt-4o")
			.lowCardinalityKeyValue("gen_ai.operation.name", "chat")
			.lowCardinalityKeyValue("gen_ai.system", "openai")
			.lowCardinalityKeyValue("gen_ai.request.model", "gpt-4o");
	}

	private Observation tool() {
		return framework("tool_call find_free_slots", "tool_call");
	}

}
