package io.voicetelemetry.recipe;

import java.io.IOException;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket of JSON messages, which come one after the other, and are sent so.
 */
final class JsonSocket implements WebSocket.Listener {

	private final Consumer<JsonNode> receiver;

	private final Consumer<Throwable> lost;

	private final JsonMapper json = new JsonMapper();

	private final StringBuilder text = new StringBuilder();

	private final CompletableFuture<WebSocket> open = new CompletableFuture<>();

	private CompletableFuture<WebSocket> sent = this.open;

	private volatile boolean closed;

	JsonSocket(Consumer<JsonNode> receiver, Consumer<Throwable> lost) {
		this.receiver = receiver;
		this.lost = lost;
	}

	synchronized void send(Map<String, ?> message) {
		String text = this.json.writeValueAsString(message);
		this.sent = this.sent.thenCompose((socket) -> socket.sendText(text, true));
	}

	synchronized void close() {
		this.closed = true;
		this.sent = this.sent.thenCompose((socket) -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
	}

	@Override
	public void onOpen(WebSocket socket) {
		this.open.complete(socket);
		socket.request(1);
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			String message = this.text.toString();
			this.text.setLength(0);
			try {
				this.receiver.accept(this.json.readTree(message));
			}
			catch (JacksonException ex) {
				// no JSON
			}
		}
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
		onError(socket, new IOException("Closed with " + status));
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		if (!this.closed) {
			this.lost.accept(error);
		}
	}

}
