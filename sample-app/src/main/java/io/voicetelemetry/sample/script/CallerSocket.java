package io.voicetelemetry.sample.script;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The caller's end of the WebSocket. What comes in is queued, so that one thread can play
 * the caller from top to bottom.
 */
final class CallerSocket implements WebSocket.Listener {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final JsonMapper json;

	private final BlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();

	private final StringBuilder text = new StringBuilder();

	private final WebSocket socket;

	private volatile boolean closed;

	CallerSocket(URI uri, JsonMapper json) {
		this.json = json;
		this.socket = await(
				HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(TIMEOUT).buildAsync(uri, this));
	}

	void send(Map<String, ?> message) {
		await(this.socket.sendText(this.json.writeValueAsString(message), true));
	}

	void sendAudio(byte[] frame) {
		await(this.socket.sendBinary(ByteBuffer.wrap(frame), true));
	}

	/**
	 * Wait for the next event.
	 * @param timeout how long to wait
	 * @return the event, absent if there was none in time
	 */
	@Nullable ServerEvent next(Duration timeout) {
		try {
			return this.events.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ScriptedCallException("Interrupted while listening", ex);
		}
	}

	void abort() {
		if (!this.closed) {
			this.socket.abort();
		}
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.events.add(ServerEvent.message(this.json.readTree(this.text.toString())));
			this.text.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		this.events.add(ServerEvent.audio(data.remaining()));
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.closed = true;
		this.events.add(ServerEvent.closed());
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.events.add(ServerEvent.failed(error));
	}

	private static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new ScriptedCallException("The call has no connection", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ScriptedCallException("Interrupted while calling", ex);
		}
	}

}
