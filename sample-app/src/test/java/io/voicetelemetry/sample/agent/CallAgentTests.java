package io.voicetelemetry.sample.agent;

import java.util.List;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicetelemetry.sample.agent.CallerMessage.Type;
import io.voicetelemetry.sample.agent.FakeChatModel.Question;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallAgent}: who speaks when.
 */
@SpringBootTest(properties = "sample.call=none")
@Timeout(120)
class CallAgentTests {

	private static final String CALL = "call-1";

	private final RecordingChannel channel = new RecordingChannel();

	@Autowired
	private CallAgent agent;

	@Autowired
	private FakeChatModel model;

	@Autowired
	private HeldExecutor executor;

	@Autowired
	private MeterRegistry meters;

	@BeforeEach
	void greet() throws Exception {
		this.agent.open(CALL, this.channel);
		this.channel.expect("call_started call-1");
		this.model.next().answer("Good morning.");
		this.channel.expect("1 Good morning.", "1 audio_start", "1 audio_end");
		send(Type.PLAYED);
		playoutEnded(1, 1.2);
	}

	@AfterEach
	void hangUp() {
		this.executor.release();
		this.agent.close(CALL, "hangup");
	}

	@Test
	void answersWhenTheCallerHasFinished() throws Exception {
		hello("Jo");
		send(Type.SPEECH_STARTED);
		transcript("Hello there.");
		assertThat(this.model.asksNothingFor(150)).isTrue();
		send(Type.SPEECH_STOPPED);
		Question question = this.model.next();
		assertThat(question.request().toolSpecifications()).hasSize(2);
		List<ChatMessage> messages = question.request().messages();
		assertThat(messages).hasSize(3);
		assertThat(((SystemMessage) messages.get(0)).text()).endsWith("The caller is Jo.");
		assertThat(messages.subList(1, 3)).containsExactly(AiMessage.from("Good morning."),
				UserMessage.from("Hello there."));
		question.answer("Hello. And goodbye.");
		this.channel.expect("2 Hello.", "2 audio_start", "2 And goodbye.", "2 audio_end");
	}

	@Test
	void waitsForTheCallerWhoGoesOn() throws Exception {
		this.executor.hold();
		transcript("Well I");
		this.executor.awaitHeld(1);
		send(Type.SPEECH_STARTED);
		this.executor.release();
		assertThat(this.model.asksNothingFor(600)).isTrue();
		this.executor.hold();
		send(Type.SPEECH_STOPPED);
		transcript("want to come.");
		this.executor.awaitHeld(2);
		this.executor.release();
		assertThat(this.model.next().request().messages()).last().isEqualTo(UserMessage.from("Well I want to come."));
	}

	@Test
	void firstSentenceIsSpokenWhileTheModelStillWrites() throws Exception {
		transcript("Hello there.");
		Question question = this.model.next();
		question.stream("The first sentence. The sec");
		this.channel.expect("2 The first sentence.", "2 audio_start");
		question.stream("ond.");
		question.complete(AiMessage.from("The first sentence. The second."));
		this.channel.expect("2 The second.", "2 audio_end");
	}

	@Test
	void interruptionCancelsTheModelAndIsRememberedAsFarAsItWasHeard() throws Exception {
		transcript("Explain.");
		Question question = this.model.next();
		question.stream("This is the first sentence. This is the second sentence. And ");
		this.channel.expect("2 This is the first sentence.", "2 audio_start", "2 This is the second sentence.");
		send(Type.INTERRUPT);
		this.channel.expect("2 interrupted");
		playoutEnded(2, 0.4);
		assertThat(question.isCancelled()).isTrue();
		transcript("Stop it.");
		assertThat(this.model.next().request().messages()).endsWith(UserMessage.from("Explain."),
				AiMessage.from("This is the first sentence."), UserMessage.from("Stop it."));
		assertThat(this.agent.close(CALL, "hangup")).isEqualTo(new CallEnded(CALL, "hangup", 3, 1, 0));
	}

	@Test
	void turnOverAReplyInterruptsIt() throws Exception {
		transcript("Explain.");
		this.model.next().stream("This is the first sentence. This ");
		this.channel.expect("2 This is the first sentence.", "2 audio_start");
		transcript("Stop it.");
		this.channel.expect("2 interrupted");
		this.model.next().answer("As you like.");
		this.channel.expect("3 As you like.", "3 audio_start", "3 audio_end");
	}

	@Test
	void callsToolsAndAsksAgain() throws Exception {
		transcript("What is free on Friday?");
		ToolExecutionRequest call = ToolExecutionRequest.builder()
			.id("call_1")
			.name("find_free_slots")
			.arguments("{\"day\":\"FRIDAY\"}")
			.build();
		this.model.next().complete(AiMessage.from(call));
		Question second = this.model.next();
		assertThat(second.request().messages()).last()
			.isInstanceOfSatisfying(ToolExecutionResultMessage.class, (result) -> {
				assertThat(result.id()).isEqualTo("call_1");
				assertThat(result.text()).contains("10:00");
			});
		second.answer("At ten.");
		this.channel.expect("2 At ten.");
	}

	@Test
	void modelThatNeverStopsCallingToolsIsStopped() throws Exception {
		transcript("What is free on Friday?");
		for (int i = 0; i < 5; i++) {
			this.model.next()
				.complete(AiMessage
					.from(ToolExecutionRequest.builder().id("call_" + i).name("none").arguments("{}").build()));
		}
		this.channel.expect("error The turn could not be answered");
	}

	@Test
	void apologisesWhenTheModelFails() throws Exception {
		transcript("Hello there.");
		this.model.next().fail();
		this.channel.expect("error The turn could not be answered", "2 I am sorry, something went wrong.");
	}

	@Test
	void closedCallIsSilent() throws Exception {
		transcript("Explain.");
		Question question = this.model.next();
		assertThat(this.agent.close(CALL, "hangup")).isNotNull();
		question.answer("This is the first sentence. This is the second.");
		assertThat(question.isCancelled()).isTrue();
		this.channel.expect("2 interrupted");
		transcript("Hello?");
		assertThat(this.model.asksNothingFor(150)).isTrue();
		assertThat(this.channel.isSilent()).isTrue();
		assertThat(this.agent.close(CALL, "hangup")).isNull();
	}

	@Test
	void uselessMessagesDoNoHarm() throws Exception {
		playoutEnded(99, 1);
		playoutEnded(-1, 1);
		send(Type.PLAYOUT_ENDED);
		send(Type.TRANSCRIPT);
		send(Type.HELLO);
		send(Type.INTERRUPT);
		this.agent.receive("another call", new CallerMessage(Type.HANGUP, null, null, null, null, null));
		send(Type.HANGUP);
		this.channel.expect("hang_up");
	}

	@Test
	void greetingIsCountedOnceItWasHeard() throws Exception {
		double before = greetingsDelivered();
		RecordingChannel other = new RecordingChannel();
		this.agent.open("call-2", other);
		this.model.next().answer("Good evening.");
		other.expect("call_started call-2", "1 Good evening.", "1 audio_start", "1 audio_end");
		assertThat(greetingsDelivered()).isEqualTo(before);
		this.agent.receive("call-2", new CallerMessage(Type.PLAYOUT_ENDED, null, null, null, 1, 1.2));
		assertThat(greetingsDelivered()).isEqualTo(before + 1);
		this.agent.close("call-2", "hangup");
	}

	@Test
	void audioIsSentAndCounted() {
		assertThat(this.channel.audioBytes()).isGreaterThan(16_000);
		this.agent.receiveAudio(CALL, 640);
		this.agent.receiveAudio("another call", 640);
		assertThat(this.agent.close(CALL, "error")).isEqualTo(new CallEnded(CALL, "error", 1, 0, 1));
	}

	private double greetingsDelivered() {
		return this.meters.get("voice.greetings.delivered").tag("tenant.id", "riverside-clinic").counter().count();
	}

	private void send(Type type) {
		this.agent.receive(CALL, new CallerMessage(type, null, null, null, null, null));
	}

	private void hello(String caller) {
		this.agent.receive(CALL, new CallerMessage(Type.HELLO, caller, null, null, null, null));
	}

	private void transcript(String text) {
		this.agent.receive(CALL, new CallerMessage(Type.TRANSCRIPT, null, text, true, null, null));
	}

	private void playoutEnded(int reply, double seconds) {
		this.agent.receive(CALL, new CallerMessage(Type.PLAYOUT_ENDED, null, null, null, reply, seconds));
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class FakeModelConfiguration {

		@Bean
		@Primary
		FakeChatModel fakeChatModel() {
			return new FakeChatModel();
		}

		@Bean
		@Primary
		HeldExecutor heldExecutor() {
			return new HeldExecutor();
		}

	}

}
