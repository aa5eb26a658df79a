package io.voicetelemetry.sample.script;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.voicetelemetry.sample.UnfinishedAnswers;
import io.voicetelemetry.sample.agent.CallEnded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScriptedCall}, through the real WebSocket.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.call=none")
@Import(UnfinishedAnswers.class)
@Timeout(120)
class ScriptedCallTests {

	@Autowired
	private JsonMapper json;

	@Autowired
	private EndedCalls endedCalls;

	@Value("ws://localhost:${local.server.port}/call")
	private URI uri;

	@Test
	void isPlayedToItsEnd() throws Exception {
		AtomicReference<String> callId = new AtomicReference<>();
		List<Heard> heard = new ScriptedCall(this.uri, 20, this.json).play(callId::set);
		assertThat(heard).extracting(Heard::interrupted).containsExactly(false, false, true, false, false);
		assertThat(heard.get(0).text()).contains("How can I help you?");
		assertThat(heard.get(1).text()).contains("half past nine, or at half past ten");
		assertThat(heard.get(2).text()).contains("I am happy to explain").doesNotContain("anything else");
		assertThat(heard.get(2).seconds()).isEqualTo(4);
		assertThat(heard.get(3).text()).contains("Tuesday at half past ten is booked");
		assertThat(heard.get(4).text()).contains("Goodbye");
		CallEnded ended = this.endedCalls.next();
		assertThat(ended.callId()).isEqualTo(callId.get());
		assertThat(ended.reason()).isEqualTo("hangup");
		assertThat(ended.replies()).isEqualTo(5);
		assertThat(ended.interruptions()).isOne();
		assertThat(ended.audioFrames()).isGreaterThan(50);
		assertThat(metric("voice.turn.latency").at("/measurements/0/value").asInt()).isEqualTo(4);
	}

	@Test
	void callEndsWhenTheConnectionBreaks() throws Exception {
		CallerClient caller = new CallerClient(this.uri, 20, this.json);
		caller.hello("Jo");
		caller.close();
		CallEnded ended = this.endedCalls.next();
		assertThat(ended.callId()).isEqualTo(caller.callId());
		assertThat(ended.reason()).isEqualTo("error");
	}

	private JsonNode metric(String name) throws Exception {
		URI metrics = URI.create("http://localhost:" + this.uri.getPort() + "/actuator/metrics/" + name);
		return this.json.readTree(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
			.body());
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class EndedCalls {

		private final BlockingQueue<CallEnded> events = new LinkedBlockingQueue<>();

		@EventListener
		void ended(CallEnded event) {
			this.events.add(event);
		}

		CallEnded next() throws InterruptedException {
			CallEnded event = this.events.poll(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
			assertThat(event).isNotNull();
			return event;
		}

	}

}
