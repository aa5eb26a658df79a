package io.voicetelemetry.recipe;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Twilio's end of a Media Stream, with its messages as its documentation shows them.
 */
final class TwilioCaller implements WebSocket.Listener, AutoCloseable {

	static final String STREAM = "MZ18ad3ab5a668481ce02b83e7395059f0";

	private final JsonMapper json = new JsonMapper();

	private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();

	private final StringBuilder text = new StringBuilder();

	private final WebSocket socket;

	private final String callSid;

	private int sequence;

	TwilioCaller(URI uri, String callSid) {
		this.callSid = callSid;
		this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
	}

	static TwilioCaller calling(URI uri, String callSid) {
		TwilioCaller caller = new TwilioCaller(uri, callSid);
		caller.send("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
		caller.start();
		return caller;
	}

	void start() {
		send("""
				{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC9e5ed2bd2f5ca6ed8bd8c9b2ac1f1a2b",\
				"streamSid":"%s","callSid":"%s","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw",\
				"sampleRate":8000,"channels":1},"customParameters":{"FirstName":"Jane"}},"streamSid":"%s"}"""
			.formatted(STREAM, this.callSid, STREAM));
	}

	/** 20 ms of silence in µ-law. */
	void speak(int frames) {
		String silence = "/".repeat(214) + "w==";
		for (int i = 0; i < frames; i++) {
			this.sequence++;
			send("""
					{"event":"media","sequenceNumber":"%d","media":{"track":"inbound","chunk":"%d","timestamp":"%d",\
					"payload":"%s"},"streamSid":"%s"}""".formatted(this.sequence + 1, this.sequence, this.sequence * 20,
					silence, STREAM));
		}
	}

	/** The mark was reached, or cleared. */
	void played(String mark) {
		send("""
				{"event":"mark","sequenceNumber":"4","streamSid":"%s","mark":{"name":"%s"}}""".formatted(STREAM, mark));
	}

	void hangUp() {
		send("""
				{"event":"stop","sequenceNumber":"5","stop":{"accountSid":"AC9e5ed2bd2f5ca6ed8bd8c9b2ac1f1a2b",\
				"callSid":"%s"},"streamSid":"%s"}""".formatted(this.callSid, STREAM));
	}

	/** The next message of the agent, which is of that kind and of this stream. */
	JsonNode expect(String event) {
		try {
			JsonNode message = this.messages.poll(30, TimeUnit.SECONDS);
			assertThat(message).as(event).isNotNull();
			assertThat(message.path("event").asString()).isEqualTo(event);
			assertThat(message.path("streamSid").asString()).isEqualTo(STREAM);
			return message;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String expectMark() {
		return expect("mark").path("mark").path("name").asString();
	}

	void send(String message) {
		this.socket.sendText(message, true).join();
	}

	/** The line is cut. */
	void abort() {
		this.socket.abort();
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.messages.add(this.json.readTree(this.text.toString()));
			this.text.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public void close() {
		this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
		this.socket.abort();
	}

}
