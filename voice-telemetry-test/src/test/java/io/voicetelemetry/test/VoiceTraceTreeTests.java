package io.voicetelemetry.test;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link VoiceTraceTree}.
 */
class VoiceTraceTreeTests {

	@Test
	void rendersACall() {
		assertThat(VoiceTraceTree.render(new Call().spans())).isEqualTo("""
				agent_session
				  session_start
				  user_turn
				    stt_request
				    user_speaking
				    eou_wait
				      eou_detection
				    on_user_turn_completed
				  agent_turn
				    * generation
				    * generation
				    llm_node
				      chat_client
				        llm.voice_response [llm_request]
				          llm_request_run
				            * exception
				          llm_request_run
				            POST
				    function_tool
				      orders.lookup [operation]
				    realtime_inference
				    tts_node
				      tts_request
				        tts_request_run
				    agent_speaking
				  session_close
				""");
	}

	@Test
	void rendersTheSameInAnyOrderOfArrival() {
		List<ReceivedSpan> reversed = new Call().spans();
		Collections.reverse(reversed);

		assertThat(VoiceTraceTree.render(reversed)).isEqualTo(VoiceTraceTree.render(new Call().spans()));
	}

	@Test
	void rendersTheChosenAttributesByKey() {
		ReceivedSpan span = SpanBuilder.voice(1, "llm_request")
			.named("llm.voice_response")
			.with("b.long", 12L)
			.with("a.string", "gpt-4o")
			.with("c.numeric", "12")
			.with("d.text", "two words\n\"and\" \\ a line")
			.with("e.list", List.of("stop", "a,b"))
			.with("f.double", 0.5)
			.with("g.boolean", true)
			.with("h.true", "true")
			.with("i.empty", "")
			.with("secret", "x")
			.build();

		assertThat(VoiceTraceTree.render(List.of(span), (key) -> key.matches("[a-i]\\..*")))
			.isEqualTo("llm.voice_response [llm_request] a.string=gpt-4o b.long=12 c.numeric=\"12\""
					+ " d.text=\"two words\\n\\\"and\\\" \\\\ a line\" e.list=[stop, \"a,b\"] f.double=0.5"
					+ " g.boolean=true h.true=\"true\" i.empty=\"\"\n");
	}

	@Test
	void ordersChildrenByStartThenNameThenContent() {
		SpanBuilder root = SpanBuilder.foreign(1, "root");
		List<ReceivedSpan> spans = List.of(root.build(),
				SpanBuilder.foreign(2, "b").under(root).with("n", 2L).at(1, 2).build(),
				SpanBuilder.foreign(3, "b").under(root).with("n", 1L).at(1, 2).build(),
				SpanBuilder.foreign(4, "a").under(root).at(1, 9).build(),
				SpanBuilder.foreign(5, "z").under(root).at(0, 1).build());

		assertThat(VoiceTraceTree.render(spans, Set.of("n")::contains)).isEqualTo("""
				root
				  z
				  a
				  b n=1
				  b n=2
				""");
	}

	@Test
	void marksASpanWhoseParentIsMissing() {
		Call call = new Call();
		call.remove("tts_request");

		assertThat(VoiceTraceTree.render(call.spans())).contains("\ntts_request_run (parent missing)\n");
	}

	@Test
	void refusesACircle() {
		Call call = new Call();
		call.get("llm_node").under(call.get("llm_request"));

		assertThatIllegalArgumentException().isThrownBy(() -> VoiceTraceTree.render(call.spans()))
			.withMessageContaining("form a circle");
	}

	@Test
	void rendersNothingForNoSpans() {
		assertThat(VoiceTraceTree.render(List.of())).isEmpty();
	}

}
