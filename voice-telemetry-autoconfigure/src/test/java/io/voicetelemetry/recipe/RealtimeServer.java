package io.voicetelemetry.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * OpenAI's end of realtime connections, with events as its documentation shows them. What
 * a test does not care about is left out of them.
 */
final class RealtimeServer extends TextWebSocketHandler {

	private final JsonMapper json = new JsonMapper();

	private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		Connection connection = new Connection(session, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
		session.getAttributes().put("connection", connection);
		this.connections.add(connection);
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		((Connection) session.getAttributes().get("connection")).received.add(this.json.readTree(message.getPayload()));
	}

	@Override
	protected void handlePongMessage(WebSocketSession session, PongMessage message) {
		((Connection) session.getAttributes().get("connection")).pongs.add(message);
	}

	Connection accept() throws InterruptedException {
		Connection connection = this.connections.poll(30, TimeUnit.SECONDS);
		assertThat(connection).isNotNull();
		connection.send("session.created", """
				"session":{"type":"realtime","object":"realtime.session","id":"sess_C9CiUVUzUzYIssh3ELY1d",\
				"model":"gpt-realtime-2025-08-28","output_modalities":["audio"],"audio":{"input":{\
				"format":{"type":"audio/pcmu"},"transcription":{"model":"gpt-4o-transcribe"},\
				"turn_detection":{"type":"server_vad","create_response":true,"interrupt_response":true}}}}""");
		return connection;
	}

	record Connection(WebSocketSession session, BlockingQueue<JsonNode> received, BlockingQueue<PongMessage> pongs) {

		String apiKey() {
			return this.session.getHandshakeHeaders().getFirst("Authorization");
		}

		void send(String type, String fields) {
			sendText("{\"type\":\"" + type + "\",\"event_id\":\"event_C9CiUVUz\"" + (fields.isEmpty() ? "" : ",")
					+ fields + "}");
		}

		void sendText(String text) {
			send(new TextMessage(text));
		}

		private void send(WebSocketMessage<?> message) {
			try {
				this.session.sendMessage(message);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** The caller says something, and is answered once they fall silent. */
		void question(String item, String response) {
			send("input_audio_buffer.speech_started", "\"audio_start_ms\":1000,\"item_id\":\"" + item + "\"");
			send("input_audio_buffer.speech_stopped", "\"audio_end_ms\":2000,\"item_id\":\"" + item + "\"");
			send("input_audio_buffer.committed", "\"previous_item_id\":null,\"item_id\":\"" + item + "\"");
			created(response);
		}

		void created(String response) {
			send("response.created", """
					"response":{"object":"realtime.response","id":"%s","status":"in_progress","status_details":null,\
					"output":[],"usage":null}""".formatted(response));
		}

		void transcript(String item, String transcript) {
			send("conversation.item.input_audio_transcription.completed", """
					"item_id":"%s","content_index":0,"transcript":"%s","usage":{"type":"tokens","total_tokens":22,\
					"input_tokens":13,"input_token_details":{"text_tokens":0,"audio_tokens":13},"output_tokens":9}"""
				.formatted(item, transcript));
		}

		/** Frames of audio, each with a word. */
		void speak(String response, int frames) {
			for (int i = 0; i < frames; i++) {
				String of = "\"response_id\":\"" + response + "\",\"item_id\":\"item_of_" + response
						+ "\",\"output_index\":0,\"content_index\":0,\"delta\":";
				send("response.output_audio_transcript.delta", of + "\"word \"");
				send("response.output_audio.delta", of + "\"/v7+/g==\"");
			}
		}

		void askForTool(String response, String callId, String name, String arguments) {
			send("response.output_item.done", """
					"response_id":"%s","output_index":0,"item":{"id":"fc_1","object":"realtime.item",\
					"type":"function_call","status":"completed","name":"%s","call_id":"%s","arguments":"%s"}"""
				.formatted(response, name, callId, arguments.replace("\"", "\\\"")));
		}

		void done(String response, String status, String details, String usage) {
			send("response.done", """
					"response":{"object":"realtime.response","id":"%s","status":"%s","status_details":%s,"output":[],\
					"usage":%s}""".formatted(response, status, details, usage));
		}

		/** As many tokens as in a real answer. */
		void completed(String response) {
			done(response, "completed", "null",
					"""
							{"total_tokens":266,"input_tokens":187,"output_tokens":79,"input_token_details":{"text_tokens":139,\
							"audio_tokens":48,"image_tokens":0,"cached_tokens":128,"cached_tokens_details":{"text_tokens":120,\
							"audio_tokens":8,"image_tokens":0}},"output_token_details":{"text_tokens":24,"audio_tokens":55}}""");
		}

		JsonNode expect(String type) throws InterruptedException {
			JsonNode message = this.received.poll(30, TimeUnit.SECONDS);
			assertThat(message).as(type).isNotNull();
			assertThat(message.path("type").asString()).isEqualTo(type);
			return message;
		}

		/** Waits until all was read: a client answers a ping in its turn. */
		void awaitRead() throws InterruptedException {
			send(new PingMessage());
			assertThat(this.pongs.poll(30, TimeUnit.SECONDS)).isNotNull();
		}

		void close() throws IOException {
			this.session.close(CloseStatus.SERVER_ERROR);
		}

	}

}
