package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/**
 * A chat model whose requests are recorded where it is asked in a call.
 */
// Not final: aspects of an application may proxy it like any model.
class TracedChatModel implements ChatModel {

	private final ChatModel model;

	private final Supplier<VoiceTelemetry> telemetry;

	TracedChatModel(ChatModel model, VoiceSpringAi springAi) {
		this.model = model;
		this.telemetry = springAi.telemetry();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		ChatExchange exchange = begin(CallPlace.now(), prompt, false);
		if (exchange == null) {
			return this.model.call(prompt);
		}
		ChatExchange before = exchange.enter();
		try (Scope scope = exchange.span().makeCurrent()) {
			ChatResponse response = this.model.call(prompt);
			exchange.answered(response);
			return response;
		}
		catch (Throwable ex) {
			exchange.failed(ex);
			throw ex;
		}
		finally {
			ChatExchange.leave(before);
		}
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		VoiceSpan assembledIn = CallPlace.now();
		return new RecordedFlux<>(this.model.stream(prompt), (reactorContext) -> {
			ChatExchange exchange = begin(CallPlace.of(reactorContext, assembledIn), prompt, true);
			return (exchange != null) ? new StreamedExchange(exchange) : null;
		});
	}

	private @Nullable ChatExchange begin(@Nullable VoiceSpan place, Prompt prompt, boolean streaming) {
		if (place == null) {
			return null;
		}
		VoiceTelemetry recording = this.telemetry.get();
		try (Scope scope = place.makeCurrent()) {
			LlmCall span = (LlmCall) recording.start(Stage.LLM_REQUEST, null);
			if (!span.isMeasured()) {
				return null;
			}
			ChatExchange exchange = ChatExchange.of(recording, span);
			exchange.asks(ModelProvider.of(this.model), prompt, this.model::getOptions, streaming);
			return exchange;
		}
	}

	@Override
	public ChatOptions getOptions() {
		return this.model.getOptions();
	}

	@Override
	@Deprecated(forRemoval = true)
	@SuppressWarnings("removal")
	public ChatOptions getDefaultOptions() {
		return this.model.getDefaultOptions();
	}

	@Override
	public String toString() {
		return "TracedChatModel[" + this.model + "]";
	}

	/**
	 * One subscription to a streamed answer.
	 */
	private static final class StreamedExchange implements StreamRecording<ChatResponse> {

		private final ChatExchange exchange;

		private @Nullable ChatExchange before;

		StreamedExchange(ChatExchange exchange) {
			this.exchange = exchange;
		}

		@Override
		public VoiceSpan span() {
			return this.exchange.span();
		}

		@Override
		public void subscribing() {
			this.before = this.exchange.enter();
		}

		@Override
		public void subscribed() {
			ChatExchange.leave(this.before);
		}

		@Override
		public void next(ChatResponse piece) {
			this.exchange.received(piece);
		}

		@Override
		public void completed() {
			this.exchange.answered(null);
		}

		@Override
		public void failed(Throwable error) {
			this.exchange.failed(error);
		}

		@Override
		public void cancelled() {
			this.exchange.cancelled();
		}

	}

}
