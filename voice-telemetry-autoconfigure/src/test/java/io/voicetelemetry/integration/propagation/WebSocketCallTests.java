package io.voicetelemetry.integration.propagation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.NotUnderJavaagent;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls over WebSockets, whose callbacks come on any thread: the recipe of
 * {@code docs/context.md}.
 */
class WebSocketCallTests {

	@Test
	@NotUnderJavaagent
	void eachCallbackIsInItsCallAndLeavesNothingBehind() throws Exception {
		int calls = 8;
		int messages = 20;
		try (SurroundedApplication application = Surrounding.MVC.start(List.of(Line.class),
				"server.tomcat.threads.max=3")) {
			PhoneLine line = application.bean(PhoneLine.class);
			String url = "ws://127.0.0.1:" + application.context().getEnvironment().getProperty("local.server.port")
					+ "/line";
			StandardWebSocketClient client = new StandardWebSocketClient();
			for (int i = 0; i < calls; i++) {
				WebSocketSession caller = client.execute(new TextWebSocketHandler(), url).get(30, TimeUnit.SECONDS);
				caller.sendMessage(new TextMessage("start call-" + i));
				for (int j = 0; j < messages; j++) {
					caller.sendMessage(new TextMessage("call-" + i));
				}
				caller.close();
			}
			assertThat(line.closed.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(line.heard).hasSize(calls * messages).allSatisfy((heard) -> {
				assertThat(heard.getValue().session()).isEqualTo(heard.getKey());
				assertThat(heard.getValue().log()).isEqualTo(heard.getKey());
			});
			assertThat(line.outside).hasSize(calls * (messages + 1))
				.allSatisfy((seen) -> assertThat(seen.isOutside()).isTrue());
			assertThat(application.stage("agent_session")).hasSize(calls);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	static class Line implements WebSocketConfigurer {

		private final PhoneLine handler;

		Line(VoiceTelemetry telemetry) {
			this.handler = new PhoneLine(telemetry);
		}

		@Bean
		PhoneLine phoneLine() {
			return this.handler;
		}

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			registry.addHandler(this.handler, "/line");
		}

	}

	/**
	 * The id of the call is in the attributes of the connection; the session is found by
	 * it, and current for as long as a message is worked on.
	 */
	static class PhoneLine extends TextWebSocketHandler {

		private static final String CALL = "call";

		private final VoiceTelemetry telemetry;

		private final ConcurrentLinkedQueue<Map.Entry<String, Seen>> heard = new ConcurrentLinkedQueue<>();

		private final ConcurrentLinkedQueue<Seen> outside = new ConcurrentLinkedQueue<>();

		private final CountDownLatch closed = new CountDownLatch(8);

		PhoneLine(VoiceTelemetry telemetry) {
			this.telemetry = telemetry;
		}

		@Override
		protected void handleTextMessage(WebSocketSession connection, TextMessage message) {
			this.outside.add(Seen.here());
			String text = message.getPayload();
			if (text.startsWith("start ")) {
				String id = text.substring("start ".length());
				this.telemetry.session().id(id).start();
				connection.getAttributes().put(CALL, id);
				return;
			}
			call(connection).wrapRunnable(() -> this.heard.add(Map.entry(text, Seen.here()))).run();
		}

		@Override
		public void afterConnectionClosed(WebSocketSession connection, CloseStatus status) {
			call(connection).end("hangup");
			this.closed.countDown();
		}

		private VoiceSession call(WebSocketSession connection) {
			return this.telemetry.session((String) connection.getAttributes().get(CALL));
		}

	}

}
