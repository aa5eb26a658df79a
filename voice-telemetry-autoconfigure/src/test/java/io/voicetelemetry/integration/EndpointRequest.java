package io.voicetelemetry.integration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request that an {@link OpenAiEndpoint} got, and how its answer went. Times are those
 * of {@link System#nanoTime()}.
 */
public final class EndpointRequest {

	private final String path;

	private final Map<String, List<String>> headers;

	private final String body;

	private final long receivedAt = System.nanoTime();

	private final List<Long> sentAt = new CopyOnWriteArrayList<>();

	private volatile boolean hungUp;

	EndpointRequest(String path, Map<String, List<String>> headers, String body) {
		this.path = path;
		this.headers = headers;
		this.body = body;
	}

	public String path() {
		return this.path;
	}

	/**
	 * The first value of a header, or an empty text.
	 */
	public String header(String name) {
		return String.join(",", this.headers.getOrDefault(name, List.of()));
	}

	/**
	 * The body, a byte to each character.
	 */
	public String body() {
		return this.body;
	}

	/**
	 * The body as JSON.
	 */
	public JsonNode json() {
		return JsonMapper.shared().readTree(this.body);
	}

	public long receivedAt() {
		return this.receivedAt;
	}

	/**
	 * When each piece of the answer was sent.
	 */
	public List<Long> sentAt() {
		return List.copyOf(this.sentAt);
	}

	/**
	 * How long the client waited for the first piece of the answer, in seconds: it can
	 * not have had it earlier.
	 */
	public double secondsToFirstPiece() {
		return (this.sentAt.get(0) - this.receivedAt) / 1e9;
	}

	/**
	 * How long the client waited for the last piece of the answer, in seconds.
	 */
	public double secondsToLastPiece() {
		return (this.sentAt.get(this.sentAt.size() - 1) - this.receivedAt) / 1e9;
	}

	/**
	 * Whether the client closed the connection before it had the whole answer.
	 */
	public boolean isHungUp() {
		return this.hungUp;
	}

	/**
	 * Said right before a piece goes out.
	 */
	void sending() {
		this.sentAt.add(System.nanoTime());
	}

	void hungUp() {
		this.hungUp = true;
	}

}
