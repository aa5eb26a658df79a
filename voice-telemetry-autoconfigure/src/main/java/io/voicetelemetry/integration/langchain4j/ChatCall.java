package io.voicetelemetry.integration.langchain4j;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * One request to a chat model, as an {@link LlmCall}. Begins where the thread is, and
 * ends once, on whatever thread. Nothing here throws.
 */
final class ChatCall {

	/** The request that a model is asked on this thread. */
	private static final ThreadLocal<LlmCall> OBSERVED = new ThreadLocal<>();

	private final VoiceTelemetry telemetry;

	private final LlmCall call;

	private final AtomicBoolean ended = new AtomicBoolean();

	/** Whether something of the answer came. */
	private volatile boolean begun;

	private ChatCall(VoiceTelemetry telemetry, LlmCall call) {
		this.telemetry = telemetry;
		this.call = call;
	}

	/**
	 * Begins a request, if this thread is in a call of the application's.
	 * @return the request, or {@code null} if nothing is to be recorded
	 */
	static @Nullable ChatCall begin(VoiceTelemetry telemetry) {
		try {
			if (VoiceContext.span(Context.current()) != null
					&& telemetry.start(Stage.LLM_REQUEST, null) instanceof LlmCall call && call.isMeasured()) {
				return new ChatCall(telemetry, call);
			}
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.INTERNAL_ERROR, "Starting a request of LangChain4j", ex);
		}
		return null;
	}

	/**
	 * Whether this thread is inside a model that is observed, and has been told of a
	 * request already.
	 */
	static boolean isObserved() {
		LlmCall observed = OBSERVED.get();
		// A handler that is called on this thread is outside.
		return observed != null && observed == VoiceContext.span(Context.current());
	}

	/**
	 * Makes the request the current stage, for as long as the model is being called.
	 */
	Scope makeCurrent() {
		LlmCall before = OBSERVED.get();
		Scope scope = this.call.makeCurrent();
		OBSERVED.set(this.call);
		return () -> {
			if (before != null) {
				OBSERVED.set(before);
			}
			else {
				OBSERVED.remove();
			}
			scope.close();
		};
	}

	/**
	 * Says what is asked.
	 * @param parameters those of the request over those of the model
	 */
	void request(@Nullable ModelProvider provider, @Nullable ChatRequest request,
			@Nullable ChatRequestParameters parameters, boolean streamed) {
		this.telemetry.attempt("Reading a request of LangChain4j", () -> {
			this.call.model(ProviderNames.of(provider), (parameters != null) ? parameters.modelName() : null);
			if (streamed) {
				this.call.set(TelemetryAttributes.REQUEST_STREAM, true);
			}
			if (parameters != null) {
				parameters(parameters);
			}
			if (request != null && this.call.capturesContent()) {
				this.call.messages(Messages.of(request.messages()));
				this.call.toolDefinitions(
						Messages.definitions((parameters != null) ? parameters.toolSpecifications() : null));
			}
		});
	}

	private void parameters(ChatRequestParameters parameters) {
		this.call.set(TelemetryAttributes.REQUEST_TEMPERATURE, parameters.temperature());
		this.call.set(TelemetryAttributes.REQUEST_TOP_P, parameters.topP());
		this.call.set(TelemetryAttributes.REQUEST_TOP_K, toLong(parameters.topK()));
		this.call.set(TelemetryAttributes.REQUEST_FREQUENCY_PENALTY, parameters.frequencyPenalty());
		this.call.set(TelemetryAttributes.REQUEST_PRESENCE_PENALTY, parameters.presencePenalty());
		this.call.set(TelemetryAttributes.REQUEST_MAX_TOKENS, toLong(parameters.maxOutputTokens()));
		List<String> stops = parameters.stopSequences();
		if (stops != null && !stops.isEmpty()) {
			this.call.set(TelemetryAttributes.REQUEST_STOP_SEQUENCES, stops);
		}
		ResponseFormat format = parameters.responseFormat();
		if (format != null) {
			this.call.set(TelemetryAttributes.OUTPUT_TYPE,
					(format.type() == ResponseFormatType.JSON) ? "json" : "text");
		}
	}

	private static @Nullable Long toLong(@Nullable Integer value) {
		return (value != null) ? value.longValue() : null;
	}

	/**
	 * Signals a piece of the answer's text.
	 */
	void text(@Nullable String piece) {
		// What was under way comes after a cancellation, too.
		if (piece == null || piece.isEmpty() || this.ended.get()) {
			return;
		}
		this.begun = true;
		this.telemetry.attempt("Reading a piece of LangChain4j", () -> this.call.textReceived(piece));
	}

	/**
	 * Tells the text of the answer, where nothing else is known of it.
	 */
	void said(String text) {
		this.telemetry.attempt("Reading an answer of LangChain4j", () -> this.call.completion(text));
	}

	/**
	 * Signals a piece of the answer that is no text: of a thought, or of a tool's
	 * arguments.
	 */
	void piece() {
		if (!this.begun && !this.ended.get()) {
			this.begun = true;
			this.telemetry.attempt("Reading a piece of LangChain4j", this.call::firstToken);
		}
	}

	/**
	 * Ends the request: it was answered.
	 */
	void answered(@Nullable ChatResponse response) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		this.telemetry.attempt("Reading an answer of LangChain4j", () -> {
			if (response != null) {
				read(response);
			}
		});
		this.telemetry.attempt("Ending a request of LangChain4j", this.call::end);
	}

	private void read(ChatResponse response) {
		this.call.response(response.id(), response.modelName());
		this.call.usage(UsageReader.read(response.tokenUsage()));
		FinishReason reason = response.finishReason();
		if (reason != null) {
			this.call.finishReasons(List.of(nameOf(reason)));
		}
		AiMessage answer = response.aiMessage();
		if (answer != null && this.call.capturesContent()) {
			this.call.completion(answer.text());
			this.call.toolCalls(Messages.toolRequests(answer));
		}
	}

	/**
	 * As OpenAI writes them, which most others follow.
	 */
	private static String nameOf(FinishReason reason) {
		return switch (reason) {
			case STOP -> "stop";
			case LENGTH -> "length";
			case TOOL_EXECUTION -> "tool_calls";
			case CONTENT_FILTER -> "content_filter";
			default -> "other";
		};
	}

	/**
	 * Ends the request: something was thrown.
	 */
	void failed(@Nullable Throwable error) {
		if (Cancellation.isCauseOf(error)) {
			cancelled();
		}
		else if (this.ended.compareAndSet(false, true)) {
			this.telemetry.attempt("Ending a request of LangChain4j",
					() -> this.call.fail(Cancellation.unwrapped(error)));
		}
	}

	/**
	 * Ends the request: it was cut off.
	 */
	void cancelled() {
		if (this.ended.compareAndSet(false, true)) {
			this.telemetry.attempt("Ending a request of LangChain4j", this.call::cancel);
		}
	}

}
