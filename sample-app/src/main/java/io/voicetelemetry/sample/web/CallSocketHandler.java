package io.voicetelemetry.sample.web;

import io.voicetelemetry.sample.agent.CallAgent;
import io.voicetelemetry.sample.agent.CallEnded;
import io.voicetelemetry.sample.agent.CallerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/**
 * Passes a connection's events to the {@link CallAgent}: one connection is one call. It
 * does nothing itself, because the {@code handle...} methods are called by their own base
 * class, past any proxy.
 */
@Component
class CallSocketHandler extends AbstractWebSocketHandler {

	private static final Logger logger = LoggerFactory.getLogger(CallSocketHandler.class);

	private static final int MAX_MESSAGE_BYTES = 64 * 1024;

	private final CallAgent agent;

	private final JsonMapper json;

	private final ApplicationEventPublisher events;

	CallSocketHandler(CallAgent agent, JsonMapper json, ApplicationEventPublisher events) {
		this.agent = agent;
		this.json = json;
		this.events = events;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		session.setTextMessageSizeLimit(MAX_MESSAGE_BYTES);
		session.setBinaryMessageSizeLimit(MAX_MESSAGE_BYTES);
		this.agent.open(session.getId(), new WebSocketCallerChannel(session, this.json));
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		CallerMessage callerMessage;
		try {
			callerMessage = this.json.readValue(message.getPayload(), CallerMessage.class);
		}
		catch (JacksonException ex) {
			logger.debug("A message of call {} is not understood: {}", session.getId(), ex.getOriginalMessage());
			return;
		}
		this.agent.receive(session.getId(), callerMessage);
	}

	@Override
	protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) {
		this.agent.receiveAudio(session.getId(), message.getPayloadLength());
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		logger.debug("Call {} has lost its connection: {}", session.getId(), exception.toString());
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		boolean regular = status.equalsCode(CloseStatus.NORMAL) || status.equalsCode(CloseStatus.GOING_AWAY);
		CallEnded ended = this.agent.close(session.getId(), regular ? "hangup" : "error");
		if (ended != null) {
			this.events.publishEvent(ended);
		}
	}

}
