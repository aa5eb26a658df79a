package io.voicetelemetry.sample.script;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.sample.speech.PcmAudio;
import tools.jackson.databind.json.JsonMapper;

/**
 * A caller who speaks and listens, as the browser of a real one would: it recognises
 * speech itself, reports when it hears the first audio of a reply, and when and where
 * that ended. To be used by one thread.
 */
final class CallerClient implements AutoCloseable {

	private static final Duration ANSWER = Duration.ofSeconds(10);

	private static final double SECONDS_PER_WORD = 0.3;

	private static final double SECONDS_PER_FRAME = 0.1;

	private static final Duration RECOGNITION = Duration.ofMillis(40);

	private final CallerSocket socket;

	private final double speed;

	private final String callId;

	private int lastReply;

	/**
	 * Call.
	 * @param uri the WebSocket
	 * @param speed how many times faster than real time to speak and listen
	 * @param json reads and writes the messages
	 */
	CallerClient(URI uri, double speed, JsonMapper json) {
		this.speed = speed;
		this.socket = new CallerSocket(uri, json);
		this.callId = await("call_started").message().required("call").asString();
	}

	String callId() {
		return this.callId;
	}

	void hello(String caller) {
		this.socket.send(Map.of("type", "hello", "caller", caller));
	}

	/**
	 * Say something.
	 * @param text what
	 */
	void say(String text) {
		this.socket.send(Map.of("type", "speech_started"));
		finishSaying(text);
	}

	private void finishSaying(String text) {
		String[] words = text.split(" ");
		byte[] silence = new byte[(int) (SECONDS_PER_FRAME * PcmAudio.BYTES_PER_SECOND)];
		long frames = Math.round(words.length * SECONDS_PER_WORD / SECONDS_PER_FRAME);
		for (int frame = 0; frame < frames; frame++) {
			this.socket.sendAudio(silence);
			pause(Duration.ofNanos((long) (SECONDS_PER_FRAME / this.speed * 1e9)));
			if (frame == frames / 2) {
				this.socket.send(Map.of("type", "transcript", "text", words[0], "final", false));
			}
		}
		this.socket.send(Map.of("type", "speech_stopped"));
		pause(RECOGNITION);
		this.socket.send(Map.of("type", "transcript", "text", text, "final", true));
	}

	/**
	 * Listen to a whole reply.
	 * @return what was heard
	 */
	Heard listen() {
		Heard heard = listen(Double.POSITIVE_INFINITY);
		reportPlayoutEnd(heard);
		return heard;
	}

	/**
	 * Listen to a reply for a while and then speak over it.
	 * @param seconds how much of its audio to hear first
	 * @param text what to say, after the reply if that turns out to be shorter
	 * @return what was heard
	 */
	Heard bargeIn(double seconds, String text) {
		Heard heard = listen(seconds);
		if (heard.interrupted()) {
			this.socket.send(Map.of("type", "speech_started"));
			this.socket.send(Map.of("type", "interrupt"));
			reportPlayoutEnd(heard);
			await("interrupted");
			finishSaying(text);
		}
		else {
			reportPlayoutEnd(heard);
			say(text);
		}
		return heard;
	}

	private Heard listen(double limit) {
		Listening listening = new Listening(this.lastReply, limit, this.speed);
		while (!listening.done()) {
			Duration patience = listening.patience();
			ServerEvent event = this.socket.next(patience);
			if (event != null) {
				hear(listening, event);
			}
			else if (!listening.done()) {
				throw new ScriptedCallException("The agent said nothing for " + patience);
			}
		}
		this.lastReply = Math.max(this.lastReply, listening.reply());
		return listening.heard();
	}

	private void hear(Listening listening, ServerEvent event) {
		switch (event.type()) {
			case "reply_text" -> listening.text(event.reply(), event.message().path("text").asString(""));
			case "audio_start" -> listening.audioStart(event.reply());
			case "audio_end" -> listening.audioEnd(event.reply());
			case ServerEvent.AUDIO -> {
				if (listening.audio(event.audioBytes())) {
					this.socket.send(Map.of("type", "played", "reply", listening.reply()));
				}
			}
			default -> failOn(event);
		}
	}

	/**
	 * Hang up and wait for the server to close the connection.
	 */
	void hangUp() {
		this.socket.send(Map.of("type", "hangup"));
		await(ServerEvent.CLOSED);
	}

	/**
	 * Break the connection, unless it was closed by hanging up.
	 */
	@Override
	public void close() {
		this.socket.abort();
	}

	private void reportPlayoutEnd(Heard heard) {
		this.socket.send(Map.of("type", "playout_ended", "reply", this.lastReply, "seconds", heard.seconds()));
	}

	private ServerEvent await(String type) {
		while (true) {
			ServerEvent event = this.socket.next(ANSWER);
			if (event == null) {
				throw new ScriptedCallException("There was no '" + type + "' within " + ANSWER);
			}
			if (event.type().equals(type)) {
				return event;
			}
			failOn(event);
		}
	}

	private static void failOn(ServerEvent event) {
		switch (event.type()) {
			case "error" -> throw new ScriptedCallException("Error: " + event.message().path("text").asString(""));
			case ServerEvent.CLOSED -> throw new ScriptedCallException("The agent hung up");
			case ServerEvent.FAILED -> throw new ScriptedCallException("The connection broke", event.failure());
			default -> {
			}
		}
	}

	private static void pause(Duration duration) {
		try {
			TimeUnit.NANOSECONDS.sleep(duration.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ScriptedCallException("Interrupted while speaking", ex);
		}
	}

}
