package io.voicetelemetry.export;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a backend of voice spans gets, while another one gets everything.
 */
class SpanSelectionTests {

	private static final List<String> RECOGNISED = List.of("gen_ai.operation.name=chat", "gen_ai.operation.name=CHAT",
			"gen_ai.operation.name=completion", "gen_ai.operation.name=text_completion",
			"gen_ai.operation.name=generate_content", "gen_ai.operation.name=embeddings",
			"gen_ai.operation.name=embedding", "gen_ai.operation.name=execute_tool",
			"gen_ai.operation.name=invoke_agent", "gen_ai.operation.name=invoke_workflow",
			"gen_ai.operation.name=retrieval", "openinference.span.kind=CHAIN", "gen_ai.request.model=gpt-4o",
			"gen_ai.tool.name=find_free_slots", "traceloop.span.kind=tool", "langfuse.observation.type=generation");

	private static final List<String> OTHERS = List.of("gen_ai.operation.name=framework", "gen_ai.operation.name=GET",
			"gen_ai.conversation.id=call-1", "gen_ai.system=spring_ai", "spring.ai.kind=advisor",
			"db.system=postgresql", "session.id=call-1", "voice.stage=llm_request", "http.request.method=POST");

	private final TwoBackends backends = new TwoBackends();

	@AfterEach
	void close() {
		this.backends.close();
	}

	@Test
	void workOfAModelOrItsToolsIsRecognised() {
		assertThat(sentOfThoseThatSay(RECOGNISED)).containsExactlyElementsOf(RECOGNISED);
	}

	@Test
	void whatSaysSomethingElseIsNot() {
		assertThat(sentOfThoseThatSay(OTHERS)).isEmpty();
		assertThat(this.backends.allSpans()).hasSameSizeAs(OTHERS);
	}

	@Test
	void toolsOfSpringAiAreRecognisedUnderItsFormerName() {
		for (String kind : List.of("chat_client", "advisor", "tool_call", "vector_store")) {
			this.backends.start(kind, Context.root())
				.setAttribute("gen_ai.operation.name", "framework")
				.setAttribute("gen_ai.system", "spring_ai")
				.setAttribute("spring.ai.kind", kind)
				.end();
		}
		assertThat(this.backends.voiceSpans()).extracting(ReceivedSpan::name).containsExactly("tool_call");
	}

	private List<String> sentOfThoseThatSay(List<String> attributes) {
		for (String attribute : attributes) {
			String[] parts = attribute.split("=");
			this.backends.start(attribute, Context.root()).setAttribute(parts[0], parts[1]).end();
		}
		return this.backends.voiceSpans().stream().map(ReceivedSpan::name).toList();
	}

	@Test
	void whatIsLeftOutIsNotAccepted() {
		VoiceSession session = this.backends.session();
		for (int i = 0; i < 10; i++) {
			this.backends.start("POST", session.context()).end();
		}
		session.end();
		assertThat(this.backends.allSpans()).hasSize(11);
		assertThat(this.backends.voiceSpans()).hasSize(1);
		assertThat(this.backends.processor().counts())
			.extracting(DeliveryCounts::backend, DeliveryCounts::accepted, DeliveryCounts::delivered,
					DeliveryCounts::droppedInAll, DeliveryCounts::queued)
			.containsExactly(tuple("voice", 1L, 1L, 0L, 0L), tuple("all", 11L, 11L, 0L, 0L));
	}

	@Test
	void afterTheShutdownEachBackendCountsWhatItWouldHaveBeenSent() {
		assertThat(this.backends.processor().shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
		TwoBackends.chat(this.backends.start("chat", Context.root())).end();
		this.backends.start("POST", Context.root()).end();
		assertThat(this.backends.processor().counts())
			.extracting(DeliveryCounts::backend, DeliveryCounts::accepted, DeliveryCounts::delivered,
					DeliveryCounts::droppedInAll, DeliveryCounts::queued)
			.containsExactly(tuple("voice", 1L, 0L, 1L, 0L), tuple("all", 2L, 0L, 2L, 0L));
	}

	@Test
	void whatSpansOfASessionAreStampedWithSaysNothingOfThem() {
		Attributes stamped = Attributes.builder()
			.put("langfuse.observation.type", "span")
			.put("gen_ai.request.model", "gpt-4o")
			.put("gen_ai.operation.name", "chat")
			.build();
		try (TwoBackends stamping = new TwoBackends(stamped)) {
			VoiceSession session = stamping.session();
			stamping.start("POST", session.context()).end();
			stamping.start("mini", session.context()).setAttribute("gen_ai.request.model", "gpt-4o-mini").end();
			session.end();
			assertThat(stamping.allSpans()).filteredOn((span) -> span.name().equals("POST"))
				.singleElement()
				.satisfies((span) -> assertThat(span.attributes()).containsEntry("gen_ai.request.model", "gpt-4o"));
			assertThat(stamping.voiceSpans()).extracting(ReceivedSpan::name)
				.containsExactlyInAnyOrder("mini", "agent_session");
		}
	}

}
