package io.voicetelemetry.recipe;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.SessionLimitExceededException;

/**
 * Plays replies through Twilio, which sends back each mark when what came before it was
 * played.
 */
final class TwilioLine implements CallerAudio {

	private final WebSocketSession socket;

	private final String streamSid;

	private final VoiceSession session;

	private final JsonMapper json;

	/** The reply that is played, then those that wait. */
	private final Deque<Playout> playouts = new ArrayDeque<>();

	TwilioLine(WebSocketSession socket, String streamSid, VoiceSession session, JsonMapper json) {
		this.socket = new ConcurrentWebSocketSessionDecorator(socket, 10_000, 1024 * 1024);
		this.streamSid = streamSid;
		this.session = session;
		this.json = json;
	}

	@Override
	public synchronized void play(AgentTurn reply, String base64Audio) {
		if (!reply.isOpen()) {
			return; // it was interrupted
		}
		boolean first = this.playouts.isEmpty() || this.playouts.getLast().reply != reply;
		send("media", "payload", base64Audio);
		if (first) {
			this.playouts.add(new Playout(reply));
			send("mark", "name", this.playouts.getLast().firstMark());
		}
	}

	@Override
	public synchronized void finish(AgentTurn reply) {
		if (!this.playouts.isEmpty() && this.playouts.getLast().reply == reply) {
			send("mark", "name", this.playouts.getLast().lastMark());
		}
		else if (reply.isOpen()) {
			reply.end(); // it had no audio
		}
	}

	/** Told that a mark came back. Those of what was cleared come back, too. */
	synchronized void played(String mark) {
		Playout playing = this.playouts.peek();
		if (playing != null && mark.equals(playing.firstMark())) {
			playing.heardSince = this.session.now();
			playing.reply.firstAudioPlayed(playing.heardSince);
		}
		else if (playing != null && mark.equals(playing.lastMark())) {
			this.playouts.remove();
			playing.ended(this.session.now());
		}
	}

	@Override
	public synchronized @Nullable Duration interrupt() {
		Playout playing = this.playouts.peek();
		if (playing == null) {
			return null;
		}
		send("clear", null, null);
		Instant now = this.session.now();
		for (Playout playout : this.playouts) {
			playout.reply.interrupted("user_turn");
			playout.ended(now);
		}
		this.playouts.clear();
		return playing.heard(now);
	}

	private void send(String event, @Nullable String key, @Nullable String value) {
		Map<String, Object> message = (key == null) ? Map.of("event", event, "streamSid", this.streamSid)
				: Map.of("event", event, "streamSid", this.streamSid, event, Map.of(key, value));
		try {
			this.socket.sendMessage(new TextMessage(this.json.writeValueAsString(message)));
		}
		catch (IOException | IllegalStateException | SessionLimitExceededException ex) {
			// The caller has hung up: afterConnectionClosed ends the call.
		}
	}

	private static final class Playout {

		private final AgentTurn reply;

		private @Nullable Instant heardSince;

		Playout(AgentTurn reply) {
			this.reply = reply;
		}

		String firstMark() {
			return "first of " + this.reply.speechId();
		}

		String lastMark() {
			return "last of " + this.reply.speechId();
		}

		Duration heard(Instant now) {
			return (this.heardSince != null) ? Duration.between(this.heardSince, now) : Duration.ZERO;
		}

		void ended(Instant now) {
			if (this.heardSince != null) {
				this.reply.playoutEnded(heard(now), now);
			}
			this.reply.end();
		}

	}

}
