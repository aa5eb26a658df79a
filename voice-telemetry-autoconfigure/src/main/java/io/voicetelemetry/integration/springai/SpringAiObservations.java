package io.voicetelemetry.integration.springai;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.LlmNode;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

/**
 * Makes Spring AI's observations stages of the call they happen in: a request to a chat
 * model an {@code llm_request}, a chat client an {@code llm_node}, a tool a
 * {@code function_tool}, a request for embeddings an operation. Outside any call it wants
 * nothing to do with them.
 */
final class SpringAiObservations {

	static final String EMBEDDINGS = "embeddings";

	private final Supplier<VoiceTelemetry> telemetry;

	SpringAiObservations(Supplier<VoiceTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	static boolean knows(Observation.Context context) {
		return context instanceof ChatModelObservationContext || context instanceof ChatClientObservationContext
				|| context instanceof ToolCallingObservationContext
				|| context instanceof EmbeddingModelObservationContext;
	}

	/**
	 * Whether an observation happens in a call. Asked when it is made, when it starts,
	 * and ever after: once it has started, the answer is the same.
	 */
	boolean isInCall(Observation.Context context) {
		ObservedStage stage = ObservedStage.of(context);
		return stage.isStarted() || stage.place(context) != null;
	}

	/**
	 * Begins the stage.
	 * @return its span, or {@code null} outside any call
	 */
	@Nullable VoiceSpan start(Observation.Context context) {
		ObservedStage stage = ObservedStage.of(context);
		VoiceSpan place = stage.place(context);
		if (place == null) {
			return null;
		}
		try (Scope scope = place.makeCurrent()) {
			if (context instanceof ChatModelObservationContext chat) {
				startRequest(stage, chat);
			}
			else if (context instanceof ChatClientObservationContext client) {
				startNode(stage, client);
			}
			else if (context instanceof ToolCallingObservationContext tool) {
				startTool(stage, tool);
			}
			else if (context instanceof EmbeddingModelObservationContext embedding) {
				VoiceSpan span = this.telemetry.get().start(Stage.OPERATION, EMBEDDINGS);
				if (span.isMeasured()) {
					stage.begin(span);
					Embedding.asks(span, embedding);
				}
			}
		}
		return stage.span();
	}

	private void startRequest(ObservedStage stage, ChatModelObservationContext context) {
		ChatExchange exchange = stage.claimed();
		if (exchange == null) {
			LlmCall span = (LlmCall) this.telemetry.get().start(Stage.LLM_REQUEST, null);
			if (!span.isMeasured()) {
				return;
			}
			exchange = ChatExchange.of(this.telemetry.get(), span);
		}
		stage.begin(exchange);
		exchange.asks(context.getOperationMetadata().provider(), context.getRequest(), () -> null,
				context.isStreaming());
		ObservedStage around = ObservedStage.around(context);
		if (around != null) {
			exchange.within(around);
		}
	}

	private void startNode(ObservedStage stage, ChatClientObservationContext context) {
		Object id = context.getRequest().context().get(ChatMemory.CONVERSATION_ID);
		stage.conversation((id != null) ? id.toString() : null);
		// What is open around the client is the node, or becomes it.
		LlmCall call = LlmCall.current();
		LlmNode node = LlmNode.current();
		if (node.isOpen() || call.isOpen()) {
			stage.borrow(VoiceSpan.current());
		}
		else {
			VoiceSpan begun = this.telemetry.get().start(Stage.LLM_NODE, null);
			if (begun.isMeasured()) {
				stage.begin(begun);
				begun.set(TelemetryAttributes.CONVERSATION_ID, stage.conversationId());
			}
		}
	}

	private void startTool(ObservedStage stage, ToolCallingObservationContext context) {
		TracedToolExceptionProcessor.taken();
		ToolCall tool = (ToolCall) this.telemetry.get().start(Stage.FUNCTION_TOOL, null);
		if (!tool.isMeasured()) {
			return;
		}
		// First: what is asked of the application's objects may throw.
		stage.begin(VoiceContext.joinable(tool));
		tool.set(TelemetryAttributes.TOOL_NAME, context.getToolDefinition().name());
		tool.set(TelemetryAttributes.TOOL_TYPE, context.getToolType());
		if (!context.getToolCallId().isEmpty()) {
			tool.callId(context.getToolCallId());
		}
	}

	/**
	 * Only afterwards: had the method an annotation of ours, that says what of it may be
	 * recorded, and has seen to it.
	 */
	private static void tellContent(ToolCall tool, ToolCallingObservationContext context) {
		if (!tool.capturesContent()) {
			return;
		}
		tool.set(TelemetryAttributes.TOOL_DESCRIPTION, context.getToolDefinition().description());
		if (!VoiceContext.isJoined(tool)) {
			tool.arguments(context.getToolCallArguments());
			tool.result(context.getToolCallResult());
		}
	}

	/**
	 * Ends the stage that failed. That comes before the application is told, and the stop
	 * of a stream after it, when the call may be over.
	 */
	void error(Observation.Context context) {
		if (context.getError() != null && !(context instanceof ToolCallingObservationContext)) {
			stop(context);
		}
	}

	/**
	 * Ends the stage, if it is one and this has begun it.
	 */
	void stop(Observation.Context context) {
		ObservedStage stage = ObservedStage.started(context);
		VoiceSpan span = (stage != null) ? stage.span() : null;
		if (stage == null || span == null || !stage.end()) {
			return;
		}
		ChatExchange exchange = stage.exchange();
		if (exchange != null && context instanceof ChatModelObservationContext chat) {
			stop(exchange, chat);
			return;
		}
		Throwable error = context.getError();
		if (span instanceof ToolCall tool && context instanceof ToolCallingObservationContext called) {
			Throwable thrown = TracedToolExceptionProcessor.taken();
			error = (error != null) ? error : thrown;
			attempt(() -> tellContent(tool, called));
		}
		if (error != null) {
			StageEnd.fail(span, error);
		}
		else if (context instanceof ChatClientObservationContext client && client.isStream()
				&& client.getResponse() == null) {
			span.cancel();
		}
		else {
			if (context instanceof EmbeddingModelObservationContext embedding) {
				attempt(() -> Embedding.answered(span, embedding));
			}
			span.end();
		}
	}

	private void attempt(Runnable telling) {
		this.telemetry.get().attempt("Reading what Spring AI did", telling);
	}

	/**
	 * A stream that ended without error and without an answer was cancelled: even an
	 * empty one has an answer, if an empty one.
	 */
	private static void stop(ChatExchange exchange, ChatModelObservationContext context) {
		Throwable error = context.getError();
		ChatResponse response = context.getResponse();
		if (error != null) {
			exchange.failed(error);
		}
		else if (response == null && context.isStreaming()) {
			exchange.cancelled();
		}
		else {
			exchange.answered(response);
		}
	}

}
