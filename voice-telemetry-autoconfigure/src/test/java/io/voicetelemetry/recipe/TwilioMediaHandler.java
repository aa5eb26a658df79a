package io.voicetelemetry.recipe;

import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * Takes calls from Twilio: each WebSocket is one, and one session.
 */
@Component
class TwilioMediaHandler extends TextWebSocketHandler {

	private final VoiceTelemetry telemetry;

	private final Conversation.Agent agent;

	private final JsonMapper json;

	TwilioMediaHandler(VoiceTelemetry telemetry, Conversation.Agent agent, JsonMapper json) {
		this.telemetry = telemetry;
		this.agent = agent;
		this.json = json;
	}

	@Override
	protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
		JsonNode event;
		try {
			event = this.json.readTree(message.getPayload());
		}
		catch (JacksonException ex) {
			return;
		}
		Call call = (Call) socket.getAttributes().get("call");
		String type = event.path("event").asString("");
		if (type.equals("start")) {
			start(socket, call, event.path("start"));
		}
		else if (call != null) {
			switch (type) {
				case "media" -> call.conversation.hear(event.path("media").path("payload").asString(""));
				case "mark" -> call.line.played(event.path("mark").path("name").asString(""));
				case "stop" -> call.end("hangup");
				default -> {
					// "dtmf", and what Twilio adds one day
				}
			}
		}
	}

	private void start(WebSocketSession socket, @Nullable Call before, JsonNode start) {
		if (before != null) {
			return;
		}
		VoiceSession session = this.telemetry.session()
			.id(start.path("callSid").stringValue(null))
			.metadata("twilio.stream_sid", start.path("streamSid").stringValue(null))
			.start();
		TwilioLine line = new TwilioLine(socket, start.path("streamSid").asString(""), session, this.json);
		socket.getAttributes().put("call", new Call(session, line, this.agent.answer(session, line)));
	}

	@Override
	public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
		if (socket.getAttributes().get("call") instanceof Call call) {
			call.end(status.equalsCode(CloseStatus.NORMAL) ? "hangup" : "error");
		}
	}

	private record Call(VoiceSession session, TwilioLine line, Conversation conversation) {

		void end(String reason) {
			if (!this.session.isOpen()) {
				return; // "stop" came before
			}
			try {
				this.conversation.hungUp();
			}
			finally {
				this.session.end(reason);
			}
		}

	}

}
