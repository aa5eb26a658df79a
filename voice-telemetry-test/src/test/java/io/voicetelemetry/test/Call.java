package io.voicetelemetry.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call of one user turn and one reply with a tool call and a retry, in which every
 * stage occurs and every rule holds. Tests break it in one place.
 */
final class Call {

	private final Map<String, SpanBuilder> spans = new LinkedHashMap<>();

	Call() {
		voice("agent_session", null).at(0, 9000);
		voice("session_start", "agent_session").at(0, 100);
		voice("user_turn", "agent_session").at(1000, 2300);
		voice("stt_request", "user_turn").at(1000, 1900);
		voice("user_speaking", "user_turn").at(1000, 1800);
		voice("eou_wait", "user_turn").at(1800, 2250).with("voice.eou.outcome", "committed");
		voice("eou_detection", "eou_wait").at(1900, 1950);
		voice("on_user_turn_completed", "user_turn").at(2250, 2300);
		voice("agent_turn", "agent_session").at(2300, 6000)
			.with("voice.speech_id", "speech_1")
			.with("voice.generation_count", 2L)
			.event("generation")
			.event("generation");
		voice("llm_node", "agent_turn").at(2300, 3000);
		foreign("chat_client", "llm_node").at(2300, 3000);
		voice("llm_request", "chat_client").at(2310, 2990).named("llm.voice_response");
		voice("llm_request_run", "llm_request").at(2310, 2400).failed();
		add("second_run", SpanBuilder.voice(nextId(), "llm_request_run"), "llm_request").at(2500, 2990);
		foreign("POST", "second_run").at(2500, 2980);
		voice("function_tool", "agent_turn").at(3000, 3200).with("voice.speech_id", "speech_1");
		voice("operation", "function_tool").at(3050, 3150).named("orders.lookup");
		voice("realtime_inference", "agent_turn").at(3200, 3500);
		voice("tts_node", "agent_turn").at(3500, 4000);
		voice("tts_request", "tts_node").at(3500, 4000);
		voice("tts_request_run", "tts_request").at(3500, 4000);
		voice("agent_speaking", "agent_turn").at(3600, 6000);
		voice("session_close", "agent_session").at(8900, 9000);
	}

	SpanBuilder voice(String stage, @Nullable String parent) {
		return add(stage, SpanBuilder.voice(nextId(), stage), parent);
	}

	SpanBuilder foreign(String name, @Nullable String parent) {
		return add(name, SpanBuilder.foreign(nextId(), name), parent);
	}

	SpanBuilder add(String key, SpanBuilder span, @Nullable String parent) {
		this.spans.put(key, span);
		return (parent != null) ? span.under(get(parent)) : span;
	}

	int nextId() {
		return this.spans.size() + 1;
	}

	SpanBuilder get(String key) {
		return Objects.requireNonNull(this.spans.get(key), key);
	}

	void remove(String key) {
		Objects.requireNonNull(this.spans.remove(key), key);
	}

	List<ReceivedSpan> spans() {
		return new ArrayList<>(this.spans.values().stream().map(SpanBuilder::build).toList());
	}

	/** The span as the lines of the checker name it. */
	String nameOf(String key) {
		return Violations.nameOf(get(key).build());
	}

	/** Expect the checker to say this of that span, and nothing else. */
	void expectOnly(String key, String violation) {
		assertThat(VoiceTraceChecker.violations(spans())).containsExactly(nameOf(key) + ": " + violation);
	}

}
