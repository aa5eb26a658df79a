package io.voicetelemetry.sample.script;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Something that came from the server.
 *
 * @param type the message's type, {@value #AUDIO}, {@value #CLOSED} or {@value #FAILED}
 * @param message the message, missing if it is none
 * @param audioBytes length of the audio, 0 if it is none
 * @param failure why the connection broke, if it did
 */
record ServerEvent(String type, JsonNode message, int audioBytes, @Nullable Throwable failure) {

	static final String AUDIO = "audio";

	static final String CLOSED = "closed";

	static final String FAILED = "failed";

	static ServerEvent message(JsonNode message) {
		return new ServerEvent(message.path("type").asString(""), message, 0, null);
	}

	static ServerEvent audio(int bytes) {
		return new ServerEvent(AUDIO, MissingNode.getInstance(), bytes, null);
	}

	static ServerEvent closed() {
		return new ServerEvent(CLOSED, MissingNode.getInstance(), 0, null);
	}

	static ServerEvent failed(Throwable failure) {
		return new ServerEvent(FAILED, MissingNode.getInstance(), 0, failure);
	}

	int reply() {
		return this.message.path("reply").asInt(0);
	}

}
