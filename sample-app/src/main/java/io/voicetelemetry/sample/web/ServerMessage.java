package io.voicetelemetry.sample.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A JSON message to the caller. What a message doesn't need is left out.
 *
 * @param type what this is about
 * @param call the call's id ({@code call_started})
 * @param reply number of the reply
 * @param text a sentence of the reply ({@code reply_text}) or what went wrong
 * ({@code error})
 * @param encoding of the samples ({@code audio_start})
 * @param sampleRate samples per second ({@code audio_start})
 * @param seconds how long the whole reply plays ({@code audio_end})
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ServerMessage(String type, @Nullable String call, @Nullable Integer reply, @Nullable String text,
		@Nullable String encoding, @Nullable Integer sampleRate, @Nullable Double seconds) {

	static ServerMessage callStarted(String callId) {
		return new ServerMessage("call_started", callId, null, null, null, null, null);
	}

	static ServerMessage replyText(int reply, String text) {
		return new ServerMessage("reply_text", null, reply, text, null, null, null);
	}

	static ServerMessage audioStart(int reply, String encoding, int sampleRate) {
		return new ServerMessage("audio_start", null, reply, null, encoding, sampleRate, null);
	}

	static ServerMessage audioEnd(int reply, double seconds) {
		return new ServerMessage("audio_end", null, reply, null, null, null, seconds);
	}

	static ServerMessage interrupted(int reply) {
		return new ServerMessage("interrupted", null, reply, null, null, null, null);
	}

	static ServerMessage error(String message) {
		return new ServerMessage("error", null, null, message, null, null, null);
	}

}
