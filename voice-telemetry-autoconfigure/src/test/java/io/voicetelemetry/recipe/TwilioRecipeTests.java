package io.voicetelemetry.recipe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/**
 * Calls through {@link TwilioMediaHandler}, from a WebSocket client to Tomcat or Netty.
 */
class TwilioRecipeTests {

	private static final List<String> OUTCOMES = List.of("voice.outcome", "voice.disconnect_reason",
			"voice.interrupted", "voice.interruption.source");

	@RegisterExtension
	private static final RecipeApplications applications = new RecipeApplications(
			(surrounding) -> RecipeApplication.withServerIn(surrounding, TwilioApplication.class,
					(surrounding == Surrounding.WEBFLUX) ? OnNetty.class : OnTomcat.class));

	private static RecipeApplication application;

	private static void inside(Surrounding surrounding, Callback work) throws Exception {
		application = applications.in(surrounding);
		application.run((context) -> work.run());
	}

	private static TwilioCaller call(String callSid) {
		TwilioCaller caller = TwilioCaller.calling(application.socket("/twilio"), callSid);
		conversation(callSid);
		return caller;
	}

	private static ScriptedConversation conversation(String callSid) {
		ScriptedAgent agent = application.bean(ScriptedAgent.class);
		return await().until(() -> agent.conversations.get(callSid), (found) -> found != null);
	}

	private static VoiceSession session(String callSid) {
		return application.telemetry().session(callSid);
	}

	private static void question(String callSid) {
		UserTurn turn = session(callSid).startUserTurn();
		turn.startedSpeaking(null);
		turn.stoppedSpeaking(null);
		turn.finalTranscript("Do you have a slot on Tuesday?");
		turn.end();
	}

	/** Three pieces of a reply, and its end. */
	private static AgentTurn say(String callSid) {
		CallerAudio line = conversation(callSid).caller;
		AgentTurn reply = session(callSid).startAgentTurn();
		LlmCall call = reply.startLlmCall().model("openai", "gpt-4o");
		call.firstToken();
		line.play(reply, "/v7+/g==");
		line.play(reply, "/v7+/g==");
		call.usage(TokenUsage.of(12, 3)).end();
		line.play(reply, "/v7+/g==");
		line.finish(reply);
		return reply;
	}

	@ParameterizedTest
	@EnumSource
	void aCallIsOneTraceWithoutASpanForFrames(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			try (TwilioCaller caller = call("CA1")) {
				caller.speak(150);
				question("CA1");
				say("CA1");
				caller.expect("media");
				caller.played(caller.expectMark());
				caller.expect("media");
				caller.expect("media");
				caller.played(caller.expectMark());
				caller.speak(150);
				caller.hangUp();
				List<ReceivedSpan> spans = application.assertCall("CA1",
						List.of("voice.outcome", "voice.disconnect_reason", "twilio.stream_sid"),
						"""
								agent_session twilio.stream_sid=MZ18ad3ab5a668481ce02b83e7395059f0 voice.disconnect_reason=hangup \
								voice.outcome=success
								  user_turn voice.outcome=success
								    user_speaking voice.outcome=success
								    eou_wait voice.outcome=success
								  agent_turn voice.outcome=success
								    * generation
								    llm_request voice.outcome=success
								    agent_speaking voice.outcome=success
								""");
				assertThat(only(spans, "agent_turn").attributes()).containsKeys("voice.e2e_latency",
						"voice.playout.position");
				assertThat(conversation("CA1").frames).hasValue(300);
				assertThat(conversation("CA1").hungUps).hasValue(1);
			}
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoInterruptsHearsNoMoreOfTheReply(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			try (TwilioCaller caller = call("CA2")) {
				question("CA2");
				AgentTurn cutOff = say("CA2");
				caller.expect("media");
				String first = caller.expectMark();
				caller.played(first);
				caller.expect("media");
				caller.expect("media");
				String last = caller.expectMark();
				// What is sent after the mark is read after it.
				caller.speak(1);
				await().untilAtomic(conversation("CA2").frames, equalTo(1));
				conversation("CA2").caller.interrupt();
				// What an agent makes that was not told yet is not played.
				conversation("CA2").caller.play(cutOff, "/v7+/g==");
				conversation("CA2").caller.finish(cutOff);
				caller.expect("clear");
				caller.played(last);
				question("CA2");
				AgentTurn heard = say("CA2");
				caller.expect("media");
				String next = caller.expectMark();
				assertThat(next).isNotEqualTo(first);
				caller.played(next);
				caller.expect("media");
				caller.expect("media");
				caller.played(caller.expectMark());
				caller.hangUp();
				List<ReceivedSpan> spans = application.assertCall("CA2", OUTCOMES, """
						agent_session voice.disconnect_reason=hangup voice.outcome=success
						  user_turn voice.outcome=success
						    user_speaking voice.outcome=success
						    eou_wait voice.outcome=success
						  agent_turn voice.interrupted=true voice.interruption.source=user_turn voice.outcome=cancelled
						    * generation
						    llm_request voice.outcome=success
						    agent_speaking voice.outcome=success
						  user_turn voice.outcome=success
						    user_speaking voice.outcome=success
						    eou_wait voice.outcome=success
						  agent_turn voice.outcome=success
						    * generation
						    llm_request voice.outcome=success
						    agent_speaking voice.outcome=success
						""");
				assertThat(of(spans, cutOff).attributes()).containsKey("voice.playout.position");
				assertThat(of(spans, heard).attributes()).containsKeys("voice.playout.position", "voice.e2e_latency");
			}
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@CsvSource({ "PLAIN, true", "PLAIN, false", "MVC, true", "MVC, false", "WEBFLUX, true", "WEBFLUX, false" })
	void aHangUpWithoutStopEndsTheCall(Surrounding surrounding, boolean regular) throws Exception {
		inside(surrounding, () -> {
			String callSid = regular ? "CA3" : "CA4";
			TwilioCaller caller = call(callSid);
			session(callSid).startAgentTurn().startLlmCall();
			if (regular) {
				caller.close();
			}
			else {
				caller.abort();
			}
			application.assertCall(callSid, OUTCOMES, """
					agent_session voice.disconnect_reason=%s voice.outcome=%s
					%s  agent_turn voice.outcome=cancelled
					    * generation
					    llm_request voice.outcome=cancelled
					""".formatted(regular ? "hangup" : "error", regular ? "success" : "error",
					regular ? "" : "  * exception\n"));
			assertThat(conversation(callSid).hungUps).hasValue(1);
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void callsAtTheSameTimeAreNotMixed(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			try (TwilioCaller one = call("CA5"); TwilioCaller other = call("CA6")) {
				AgentTurn toOne = say("CA5");
				AgentTurn toOther = say("CA6");
				one.expect("media");
				other.expect("media");
				one.played(one.expectMark());
				conversation("CA6").caller.interrupt();
				other.played(other.expectMark());
				other.hangUp();
				one.expect("media");
				one.expect("media");
				one.played(one.expectMark());
				one.hangUp();
				List<ReceivedSpan> ofOne = application.assertCall("CA5", OUTCOMES, """
						agent_session voice.disconnect_reason=hangup voice.outcome=success
						  agent_turn voice.outcome=success
						    * generation
						    llm_request voice.outcome=success
						    agent_speaking voice.outcome=success
						""");
				List<ReceivedSpan> ofOther = application.assertCall("CA6", OUTCOMES, """
						agent_session voice.disconnect_reason=hangup voice.outcome=success
						  agent_turn voice.interrupted=true voice.interruption.source=user_turn voice.outcome=cancelled
						    * generation
						    llm_request voice.outcome=success
						""");
				assertThat(of(ofOne, toOne).traceId()).isNotEqualTo(of(ofOther, toOther).traceId());
			}
			assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotAsItShouldBeIsLeftOut(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			try (TwilioCaller caller = new TwilioCaller(application.socket("/twilio"), "CA7")) {
				// before the call begins
				caller.speak(1);
				caller.played("first of nothing");
				caller.hangUp();
				caller.start();
				conversation("CA7");
				// and while it goes on
				caller.start();
				for (String message : List.of("", "{", "null", "[]", "7", "\"start\"", "{}", "{\"event\":null}",
						"{\"event\":{}}", "{\"event\":\"media\"}", "{\"event\":\"media\",\"media\":7}",
						"{\"event\":\"media\",\"media\":{\"payload\":{}}}",
						"{\"event\":\"mark\",\"mark\":{\"name\":[]}}", "{\"event\":\"start\",\"start\":null}",
						"{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"1\"}}", "{\"event\":\"" + "x".repeat(4000) + "\"}",
						"[".repeat(2000))) {
					caller.send(message);
				}
				caller.hangUp();
				caller.hangUp();
				application.assertCall("CA7", OUTCOMES, """
						agent_session voice.disconnect_reason=hangup voice.outcome=success
						""");
				assertThat(conversation("CA7").hungUps).hasValue(1);
			}
			assertNothingRefused();
		});
	}

	private static void assertNothingRefused() {
		assertThat(application.telemetry().refusals()).isEmpty();
	}

	private static ReceivedSpan of(List<ReceivedSpan> spans, AgentTurn reply) {
		return spans.stream()
			.filter((span) -> span.spanId().equals(reply.spanContext().getSpanId()))
			.findFirst()
			.orElseThrow();
	}

	private static ReceivedSpan only(List<ReceivedSpan> spans, String stage) {
		List<ReceivedSpan> found = spans.stream().filter((span) -> stage.equals(span.stage())).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class TwilioApplication {

		@Bean
		ScriptedAgent agent() {
			return new ScriptedAgent();
		}

		@Bean
		TwilioMediaHandler twilioMediaHandler(VoiceTelemetry telemetry, ScriptedAgent agent, JsonMapper json) {
			return new TwilioMediaHandler(telemetry, agent, json);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	static class OnTomcat {

		@Bean
		WebSocketConfigurer sockets(TwilioMediaHandler handler) {
			return (registry) -> registry.addHandler(handler, "/twilio");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnNetty {

		@Bean
		SimpleUrlHandlerMapping sockets(TwilioMediaHandler handler) {
			return new SimpleUrlHandlerMapping(Map.of("/twilio", new ReactiveSockets(handler)), -1);
		}

	}

	private interface Callback {

		void run() throws Exception;

	}

	static final class ScriptedAgent implements Conversation.Agent {

		private final Map<String, ScriptedConversation> conversations = new ConcurrentHashMap<>();

		@Override
		public Conversation answer(VoiceSession session, CallerAudio caller) {
			ScriptedConversation conversation = new ScriptedConversation(caller);
			this.conversations.put(session.id(), conversation);
			return conversation;
		}

	}

	static final class ScriptedConversation implements Conversation {

		private final CallerAudio caller;

		private final AtomicInteger frames = new AtomicInteger();

		private final AtomicInteger hungUps = new AtomicInteger();

		ScriptedConversation(CallerAudio caller) {
			this.caller = caller;
		}

		@Override
		public void hear(String base64Audio) {
			this.frames.incrementAndGet();
		}

		@Override
		public void hungUp() {
			this.hungUps.incrementAndGet();
		}

	}

}
