package io.voicetelemetry.integration.anthropic;

import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

/**
 * Readers of what the Anthropic client returns.
 *
 * @since 0.1
 */
public final class AnthropicReaders {

	static final String PROVIDER = "anthropic";

	private AnthropicReaders() {
	}

	/**
	 * A reader of messages.
	 * @return the reader
	 */
	public static ResultReader<Message> message() {
		return ResultReader.ofLlm(Message.class, MessageResult::new);
	}

	/**
	 * A reader of streamed messages.
	 * @return the reader
	 */
	public static ChunkReader<RawMessageStreamEvent> messageEvent() {
		return new MessageEventReader();
	}

}
