package io.voicetelemetry.sample.web;

import java.io.IOException;

import io.voicetelemetry.sample.agent.CallerChannel;
import io.voicetelemetry.sample.speech.PcmAudio;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.SessionLimitExceededException;

/**
 * Sends to the caller from any thread.
 */
class WebSocketCallerChannel implements CallerChannel {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketCallerChannel.class);

	private static final int SEND_TIME_LIMIT_MILLIS = 10_000;

	private static final int BUFFER_SIZE_LIMIT = 4 * 1024 * 1024;

	private final WebSocketSession session;

	private final JsonMapper json;

	WebSocketCallerChannel(WebSocketSession session, JsonMapper json) {
		this.session = new ConcurrentWebSocketSessionDecorator(session, SEND_TIME_LIMIT_MILLIS, BUFFER_SIZE_LIMIT);
		this.json = json;
	}

	@Override
	public void callStarted(String callId) {
		send(ServerMessage.callStarted(callId));
	}

	@Override
	public void replyText(int reply, String text) {
		send(ServerMessage.replyText(reply, text));
	}

	@Override
	public void audioStart(int reply) {
		send(ServerMessage.audioStart(reply, PcmAudio.ENCODING, PcmAudio.SAMPLE_RATE));
	}

	@Override
	public void audio(byte[] pcm) {
		send(new BinaryMessage(pcm));
	}

	@Override
	public void audioEnd(int reply, double seconds) {
		send(ServerMessage.audioEnd(reply, seconds));
	}

	@Override
	public void interrupted(int reply) {
		send(ServerMessage.interrupted(reply));
	}

	@Override
	public void error(String message) {
		send(ServerMessage.error(message));
	}

	@Override
	public void hangUp() {
		try {
			this.session.close(CloseStatus.NORMAL);
		}
		catch (IOException ex) {
			logger.debug("Call {} could not be closed", this.session.getId(), ex);
		}
	}

	private void send(ServerMessage message) {
		send(new TextMessage(this.json.writeValueAsString(message)));
	}

	private void send(WebSocketMessage<?> message) {
		if (!this.session.isOpen()) {
			return;
		}
		try {
			this.session.sendMessage(message);
		}
		catch (IOException | IllegalStateException | SessionLimitExceededException ex) {
			logger.debug("Call {} could not be reached", this.session.getId(), ex);
		}
	}

}
