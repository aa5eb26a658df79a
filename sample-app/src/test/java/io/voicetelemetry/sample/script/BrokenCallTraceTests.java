package io.voicetelemetry.sample.script;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.voicetelemetry.sample.RecordedCall;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the traces of calls that go wrong.
 */
@Timeout(120)
class BrokenCallTraceTests {

	@Test
	void callThatBreaksOffIsStillATree() throws Exception {
		RecordedCall call = playUntilGreetingIsCutOff();
		assertThat(VoiceTraceChecker.violations(call.spans())).isEmpty();
		assertThat(call.only("agent_session").attributes()).containsEntry("voice.disconnect_reason", "error")
			.containsEntry("voice.outcome", "error");
		assertThat(call.only("agent_turn").attributes()).containsEntry("voice.outcome", "cancelled")
			.doesNotContainKey("voice.interrupted");
		assertThat(call.only("operation").attributes()).containsEntry("voice.outcome", "cancelled");
	}

	/**
	 * The greeting takes some tenths of a second: a machine that has no time for the
	 * caller just then has said all of it before the line is dead.
	 */
	private static RecordedCall playUntilGreetingIsCutOff() throws Exception {
		RecordedCall call;
		int tries = 0;
		do {
			call = RecordedCall.play((uri) -> {
				CallerSocket socket = connect(uri);
				await(socket, "audio_start");
				socket.send(Map.of("type", "played"));
				socket.send(Map.of("type", "speech_started"));
				socket.abort();
			}, "--sample.call=none");
			tries++;
		}
		while (tries < 5 && "success".equals(call.only("agent_turn").attributes().get("voice.outcome")));
		return call;
	}

	@Test
	void replyWithoutModelIsAnErrorEvenIfAnApologyIsHeard() throws Exception {
		RecordedCall call = RecordedCall.play((uri) -> {
			CallerSocket socket = connect(uri);
			await(socket, "audio_end");
			socket.send(Map.of("type", "played"));
			socket.send(Map.of("type", "playout_ended", "seconds", 2));
			socket.send(Map.of("type", "hangup"));
			await(socket, ServerEvent.CLOSED);
		}, "--sample.call=none", "--sample.llm.base-url=http://localhost:1/v1");
		assertThat(VoiceTraceChecker.violations(call.spans())).isEmpty();
		assertThat(call.only("llm_node").attributes()).containsEntry("voice.outcome", "error")
			.containsEntry("error.type", "io.voicetelemetry.sample.llm.LanguageModelException");
		assertThat(call.only("llm_request").attributes()).containsEntry("voice.outcome", "error")
			.containsKey("error.type")
			.doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.response.time_to_first_chunk");
		assertThat(call.only("agent_turn").attributes()).containsEntry("voice.outcome", "error")
			.containsEntry("voice.playout.position", 2.0);
		assertThat(call.only("agent_session").attributes()).containsEntry("voice.outcome", "success");
		assertThat(call.refusals()).isEmpty();
	}

	private static CallerSocket connect(URI uri) {
		return new CallerSocket(uri, new JsonMapper());
	}

	private static void await(CallerSocket socket, String type) {
		ServerEvent event;
		do {
			event = socket.next(Duration.ofSeconds(30));
			assertThat(event).as("waiting for " + type).isNotNull();
		}
		while (!event.type().equals(type));
	}

}
