package io.voicetelemetry.recipe;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BinaryOperator;

import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.RealtimeInference;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Has a realtime model of OpenAI talk to a caller.
 */
final class OpenAiRealtimeConversation implements Conversation {

	private final VoiceSession session;

	private final CallerAudio caller;

	/** Runs a tool: from its name and its arguments to its result. */
	private final BinaryOperator<String> tools;

	private final Executor executor;

	private final JsonSocket socket = new JsonSocket(this::receive, this::lost);

	private final Map<String, Response> responses = new HashMap<>();

	private final Map<String, SpeechRecognition> transcriptions = new HashMap<>();

	private @Nullable String model;

	private @Nullable String transcriptionModel;

	/** The reply that goes on when the results of its tools are there. */
	private @Nullable AgentTurn unfinished;

	private String playedItem = "";

	OpenAiRealtimeConversation(VoiceSession session, CallerAudio caller, BinaryOperator<String> tools,
			Executor executor) {
		this.session = session;
		this.caller = caller;
		this.tools = tools;
		this.executor = executor;
	}

	CompletableFuture<WebSocket> connect(URI uri, String apiKey) {
		return HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header("Authorization", "Bearer " + apiKey)
			.buildAsync(uri, this.socket);
	}

	@Override
	public void hear(String base64Audio) {
		this.socket.send(Map.of("type", "input_audio_buffer.append", "audio", base64Audio));
	}

	private void receive(JsonNode event) {
		if (!this.session.isOpen()) {
			return;
		}
		String item = text(event, "item_id");
		Response response = this.responses.get(text(event, "response_id"));
		switch (text(event, "type")) {
			case "session.created", "session.updated" -> configured(event.path("session"));
			case "input_audio_buffer.speech_started" -> callerSpeaks();
			case "input_audio_buffer.speech_stopped" -> this.session.userTurn().stoppedSpeaking(null);
			case "input_audio_buffer.committed" -> committed(item);
			case "conversation.item.input_audio_transcription.completed" -> understood(item, event);
			case "response.created" -> created(text(event.path("response"), "id"));
			case "response.done" -> done(event.path("response"));
			case "response.output_audio.delta" -> {
				if (response != null) {
					response.inference.firstAudio(null);
					this.playedItem = item;
					this.caller.play(response.reply, text(event, "delta"));
				}
			}
			case "response.output_audio_transcript.delta" -> {
				if (response != null) {
					response.inference.outputTranscript(text(event, "delta"));
				}
			}
			case "response.output_item.done" -> {
				if (response != null && text(event.path("item"), "type").equals("function_call")) {
					callTool(response, event.path("item"));
				}
			}
			default -> {
				// nothing that the trace has to know
			}
		}
	}

	private void configured(JsonNode settings) {
		this.model = settings.path("model").asString(null);
		this.transcriptionModel = settings.at("/audio/input/transcription/model").asString(null);
	}

	private void callerSpeaks() {
		Duration heard = this.caller.interrupt();
		if (heard != null) {
			// else the model believes that they heard all of it
			this.socket.send(Map.of("type", "conversation.item.truncate", "item_id", this.playedItem, "content_index",
					0, "audio_end_ms", heard.toMillis()));
		}
		if (this.unfinished != null) {
			cutOff(this.unfinished);
			this.unfinished = null;
		}
		this.session.startUserTurn().startedSpeaking(null);
	}

	private static void cutOff(AgentTurn reply) {
		if (reply.isOpen()) {
			reply.interrupted("user_turn");
			reply.end();
		}
	}

	private void committed(String item) {
		UserTurn turn = this.session.userTurn();
		if (this.transcriptionModel != null) {
			this.transcriptions.put(item, turn.startRecognition().model("openai", this.transcriptionModel));
		}
		turn.end(); // its span waits for the transcript
	}

	private void understood(String item, JsonNode event) {
		SpeechRecognition recognition = this.transcriptions.remove(item);
		if (recognition != null) {
			recognition.transcript(text(event, "transcript")).usage(usage(event.path("usage"))).end();
		}
	}

	private void created(String id) {
		if (id.isEmpty()) {
			return;
		}
		AgentTurn reply = (this.unfinished != null) ? this.unfinished : this.session.startAgentTurn();
		this.unfinished = null;
		this.responses.put(id, new Response(reply, reply.startRealtimeInference().model("openai", this.model)));
	}

	private void callTool(Response response, JsonNode item) {
		String name = text(item, "name");
		String callId = text(item, "call_id");
		String arguments = text(item, "arguments");
		response.toolRequests.add(new ChatMessage.ToolRequest(callId, name, arguments));
		ToolCall call = response.reply.startToolCall(name).callId(callId).arguments(arguments);
		response.toolCalls.add(CompletableFuture.runAsync(() -> call.run(() -> {
			String result = this.tools.apply(name, arguments);
			call.result(result);
			this.socket.send(Map.of("type", "conversation.item.create", "item",
					Map.of("type", "function_call_output", "call_id", callId, "output", result)));
		}), this.executor));
	}

	private void done(JsonNode told) {
		Response response = this.responses.remove(text(told, "id"));
		if (response == null) {
			return;
		}
		RealtimeInference inference = response.inference.response(text(told, "id"), this.model)
			.usage(usage(told.path("usage")))
			.toolCalls(response.toolRequests);
		JsonNode details = told.path("status_details");
		switch (text(told, "status")) {
			case "completed" -> inference.end();
			case "incomplete" -> inference.finishReasons(List.of(text(details, "reason"))).end();
			case "failed" -> inference.fail(new IllegalStateException(text(details.path("error"), "code")));
			default -> {
				inference.cancel(); // by the caller, who speaks
				cutOff(response.reply);
			}
		}
		if (response.toolCalls.isEmpty()) {
			this.caller.finish(response.reply);
		}
		else if (response.reply.isOpen()) {
			this.unfinished = response.reply;
			CompletableFuture.allOf(response.toolCalls.toArray(new CompletableFuture<?>[0])).whenComplete((all, ex) -> {
				if (response.reply.isOpen()) {
					this.socket.send(Map.of("type", "response.create"));
				}
			});
		}
	}

	private static @Nullable TokenUsage usage(JsonNode usage) {
		if (usage.path("total_tokens").asLong(0) == 0) {
			return null; // of a response that is cut off early, zeros are told: that is
							// unknown
		}
		JsonNode input = usage.path("input_token_details");
		JsonNode cached = input.path("cached_tokens_details");
		JsonNode output = usage.path("output_token_details");
		return TokenUsage.of(count(usage, "input_tokens"), count(usage, "output_tokens"))
			.withCachedInput(count(input, "cached_tokens"))
			.with(TokenType.INPUT_TEXT, count(input, "text_tokens"))
			.with(TokenType.INPUT_AUDIO, count(input, "audio_tokens"))
			.with(TokenType.CACHED_INPUT_TEXT, count(cached, "text_tokens"))
			.with(TokenType.CACHED_INPUT_AUDIO, count(cached, "audio_tokens"))
			.with(TokenType.OUTPUT_TEXT, count(output, "text_tokens"))
			.with(TokenType.OUTPUT_AUDIO, count(output, "audio_tokens"));
	}

	private static long count(JsonNode counts, String name) {
		return counts.path(name).asLong(-1);
	}

	private static String text(JsonNode node, String name) {
		return node.path(name).asString("");
	}

	private void lost(Throwable error) {
		this.responses.values().forEach((response) -> {
			response.inference.fail(error);
			this.caller.finish(response.reply);
		});
		this.responses.clear();
	}

	@Override
	public void hungUp() {
		this.socket.close();
	}

	private record Response(AgentTurn reply, RealtimeInference inference, List<ChatMessage.ToolRequest> toolRequests,
			List<CompletableFuture<Void>> toolCalls) {

		Response(AgentTurn reply, RealtimeInference inference) {
			this(reply, inference, new ArrayList<>(), new ArrayList<>());
		}

	}

}
