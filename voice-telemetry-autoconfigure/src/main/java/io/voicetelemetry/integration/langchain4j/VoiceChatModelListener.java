package io.voicetelemetry.integration.langchain4j;

import java.util.function.Supplier;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Records the requests of models that are no beans, or that cannot have a proxy: to be
 * given to the builder of a model. A listener is told of the beginning and the end of a
 * request alone: without pieces, so without a time to the first token, and not that the
 * application cuts an answer off. Of a model that is observed anyway nothing is recorded
 * twice.
 *
 * @since 0.1
 */
public final class VoiceChatModelListener implements ChatModelListener {

	private static final Object KEY = VoiceChatModelListener.class;

	private final Supplier<VoiceTelemetry> telemetry;

	/**
	 * A listener.
	 * @param telemetry gives the telemetry, asked for with the first request
	 */
	public VoiceChatModelListener(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public void onRequest(ChatModelRequestContext context) {
		if (ChatCall.isObserved() || context.attributes().containsKey(KEY)) {
			return;
		}
		ChatCall call = ChatCall.begin(this.telemetry.get());
		if (call != null) {
			context.attributes().put(KEY, call);
			call.request(context.modelProvider(), context.chatRequest(), context.chatRequest().parameters(), false);
		}
	}

	@Override
	public void onResponse(ChatModelResponseContext context) {
		// No context is current meanwhile: an answer may come on another thread.
		if (context.attributes().remove(KEY) instanceof ChatCall call) {
			call.answered(context.chatResponse());
		}
	}

	@Override
	public void onError(ChatModelErrorContext context) {
		if (context.attributes().remove(KEY) instanceof ChatCall call) {
			call.failed(context.error());
		}
	}

}
