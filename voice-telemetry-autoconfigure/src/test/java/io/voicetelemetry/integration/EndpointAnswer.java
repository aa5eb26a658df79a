package io.voicetelemetry.integration;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an {@link OpenAiEndpoint} answers to one request. Immutable. A chat completion is
 * sent whole or as a stream, as the request asks; a stream's last chunk has the usage
 * unless the request says otherwise.
 */
public final class EndpointAnswer {

	public static final String MODEL = "gpt-4o-mini-2024-07-18";

	public static final String ID = "chatcmpl-1";

	private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofMillis(20);

	private final int status;

	private final String contentType;

	private final List<String> texts;

	private final List<ToolRequest> toolRequests;

	private final byte[] body;

	private final Tokens tokens;

	private final Timing timing;

	private EndpointAnswer(int status, String contentType, List<String> texts, List<ToolRequest> toolRequests,
			byte[] body, Tokens tokens, Timing timing) {
		this.status = status;
		this.contentType = contentType;
		this.texts = texts;
		this.toolRequests = toolRequests;
		this.body = body;
		this.tokens = tokens;
		this.timing = timing;
	}

	/**
	 * A completion.
	 * @param pieces its text, in the pieces in which it is streamed
	 */
	public static EndpointAnswer text(String... pieces) {
		return new EndpointAnswer(200, "", List.of(pieces), List.of(), new byte[0], Tokens.NONE, Timing.AT_ONCE);
	}

	/**
	 * A completion that asks for tools; in a stream the arguments come in two pieces.
	 */
	public static EndpointAnswer tools(ToolRequest... requests) {
		return new EndpointAnswer(200, "", List.of(), List.of(requests), new byte[0], Tokens.NONE, Timing.AT_ONCE);
	}

	/**
	 * One call of a tool.
	 */
	public static ToolRequest tool(String id, String name, String arguments) {
		return new ToolRequest(id, name, arguments);
	}

	/**
	 * An error.
	 */
	public static EndpointAnswer error(int status, String message) {
		return whole(status, "application/json",
				"{\"error\":{\"message\":%s,\"type\":\"invalid_request_error\",\"code\":null,\"param\":null}}"
					.formatted(quoted(message))
					.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Any JSON: a transcription, say.
	 */
	public static EndpointAnswer json(String json) {
		return whole(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Server-sent events, each of them any JSON: a streamed transcription, say.
	 */
	public static EndpointAnswer events(String... events) {
		StringBuilder body = new StringBuilder();
		for (String event : events) {
			body.append("data: ").append(event).append("\n\n");
		}
		return whole(200, "text/event-stream", body.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Audio, sent in as many pieces as the timing has delays for, or at once.
	 */
	public static EndpointAnswer audio(byte[] audio) {
		return whole(200, "audio/pcm", audio);
	}

	/**
	 * One embedding for a text.
	 */
	public static EndpointAnswer embedding(int promptTokens, float... vector) {
		return json(
				"{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":%s}],\"model\":%s,\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}"
					.formatted(Arrays.toString(vector), quoted("text-embedding-3-small"), promptTokens, promptTokens));
	}

	private static EndpointAnswer whole(int status, String contentType, byte[] body) {
		return new EndpointAnswer(status, contentType, List.of(), List.of(), body, Tokens.NONE, Timing.AT_ONCE);
	}

	/**
	 * This answer with the usage told in the last chunk of a stream.
	 */
	public EndpointAnswer usage(int input, int output) {
		return usage(new Tokens(input, output, 0, 0, false));
	}

	/**
	 * This answer with some usage.
	 */
	public EndpointAnswer usage(Tokens usage) {
		return new EndpointAnswer(this.status, this.contentType, this.texts, this.toolRequests, this.body, usage,
				this.timing);
	}

	/**
	 * This answer, the first piece of which comes after a delay.
	 */
	public EndpointAnswer after(Duration delay) {
		return timing(new Timing(delay, this.timing.between(), this.timing.endless()));
	}

	/**
	 * This answer with a delay before each piece but the first.
	 */
	public EndpointAnswer between(Duration delay) {
		return timing(new Timing(this.timing.first(), delay, this.timing.endless()));
	}

	/**
	 * This stream, which does not end after its texts: it goes on with comments until the
	 * client hangs up.
	 */
	public EndpointAnswer endless() {
		return timing(new Timing(this.timing.first(), this.timing.between(), true));
	}

	private EndpointAnswer timing(Timing changed) {
		return new EndpointAnswer(this.status, this.contentType, this.texts, this.toolRequests, this.body, this.tokens,
				changed);
	}

	void send(HttpExchange exchange, EndpointRequest request) throws IOException, InterruptedException {
		if (!this.contentType.isEmpty()) {
			sendBytes(exchange, request);
		}
		else if (request.json().path("stream").asBoolean(false)) {
			sendStream(exchange, request);
		}
		else {
			sleep(this.timing.first());
			byte[] bytes = completion().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			request.sending();
			exchange.sendResponseHeaders(this.status, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	private void sendBytes(HttpExchange exchange, EndpointRequest request) throws IOException, InterruptedException {
		exchange.getResponseHeaders().set("Content-Type", this.contentType);
		boolean pieces = !this.timing.between().isZero() || this.timing.endless();
		int size = pieces ? Math.max(1, this.body.length / 4) : this.body.length;
		sleep(this.timing.first());
		exchange.sendResponseHeaders(this.status, pieces ? 0 : (this.body.length > 0) ? this.body.length : -1);
		OutputStream out = exchange.getResponseBody();
		for (int at = 0; at < this.body.length; at += size) {
			if (at > 0) {
				sleep(this.timing.between());
			}
			request.sending();
			out.write(this.body, at, Math.min(size, this.body.length - at));
			out.flush();
		}
		while (this.timing.endless()) {
			sleep(BETWEEN_SIGNS_OF_LIFE);
			out.write(new byte[] { 0, 0 });
			out.flush();
		}
	}

	private void sendStream(HttpExchange exchange, EndpointRequest request) throws IOException, InterruptedException {
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(this.status, 0);
		OutputStream out = exchange.getResponseBody();
		sleep(this.timing.first());
		boolean usage = request.json().path("stream_options").path("include_usage").asBoolean(false);
		List<String> deltas = deltas();
		for (int i = 0; i < deltas.size(); i++) {
			if (i > 0) {
				sleep(this.timing.between());
			}
			request.sending();
			write(out, "data: " + chunk(deltas.get(i), usage && this.tokens.inEveryChunk()) + "\n\n");
		}
		while (this.timing.endless()) {
			sleep(BETWEEN_SIGNS_OF_LIFE);
			write(out, ": still there\n\n");
		}
		sleep(this.timing.between());
		request.sending();
		write(out, "data: " + chunk("\"delta\":{},\"finish_reason\":\"" + finishReason() + "\"",
				usage && this.tokens.inEveryChunk()) + "\n\n");
		if (usage && this.tokens != Tokens.NONE) {
			write(out, "data: {%s,\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":%s}\n\n"
				.formatted(head(), this.tokens.json()));
		}
		write(out, "data: [DONE]\n\n");
	}

	private List<String> deltas() {
		List<String> deltas = new ArrayList<>();
		for (String text : this.texts) {
			deltas.add(
					"\"delta\":{\"role\":\"assistant\",\"content\":%s},\"finish_reason\":null".formatted(quoted(text)));
		}
		for (int i = 0; i < this.toolRequests.size(); i++) {
			ToolRequest tool = this.toolRequests.get(i);
			int half = tool.arguments().length() / 2;
			deltas.add(
					"\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":%d,\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}]},\"finish_reason\":null"
						.formatted(i, quoted(tool.id()), quoted(tool.name()),
								quoted(tool.arguments().substring(0, half))));
			deltas.add(
					"\"delta\":{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]},\"finish_reason\":null"
						.formatted(i, quoted(tool.arguments().substring(half))));
		}
		return deltas;
	}

	private String chunk(String choice, boolean usage) {
		return "{%s,\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,%s}]%s}".formatted(head(), choice,
				usage ? ",\"usage\":" + this.tokens.json() : "");
	}

	private String completion() {
		StringBuilder tools = new StringBuilder();
		for (ToolRequest tool : this.toolRequests) {
			tools.append(tools.isEmpty() ? ",\"tool_calls\":[" : ",")
				.append("{\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}"
					.formatted(quoted(tool.id()), quoted(tool.name()), quoted(tool.arguments())));
		}
		if (!tools.isEmpty()) {
			tools.append(']');
		}
		String content = this.texts.isEmpty() ? "null" : quoted(String.join("", this.texts));
		return "{%s,\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":%s,\"refusal\":null%s},\"finish_reason\":\"%s\"}]%s}"
			.formatted(head(), content, tools, finishReason(),
					(this.tokens != Tokens.NONE) ? ",\"usage\":" + this.tokens.json() : "");
	}

	private static String head() {
		return "\"id\":\"" + ID + "\",\"created\":1750000000,\"model\":\"" + MODEL + "\"";
	}

	private String finishReason() {
		return this.toolRequests.isEmpty() ? "stop" : "tool_calls";
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	private static void sleep(Duration delay) throws InterruptedException {
		if (!delay.isZero()) {
			Thread.sleep(delay.toMillis());
		}
	}

	private static String quoted(String text) {
		return JsonMapper.shared().writeValueAsString(text);
	}

	/**
	 * A tool that the model asks for.
	 */
	public record ToolRequest(String id, String name, String arguments) {
	}

	/**
	 * The usage that is told, in the last chunk of a stream or in every one.
	 */
	public record Tokens(int input, int output, int cachedInput, int reasoning, boolean inEveryChunk) {

		static final Tokens NONE = new Tokens(-1, -1, -1, -1, false);

		String json() {
			return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":%d},\"completion_tokens_details\":{\"reasoning_tokens\":%d}}"
				.formatted(this.input, this.output, this.input + this.output, this.cachedInput, this.reasoning);
		}

	}

	private record Timing(Duration first, Duration between, boolean endless) {

		static final Timing AT_ONCE = new Timing(Duration.ZERO, Duration.ZERO, false);

	}

}
