package io.voicetelemetry.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts the tool calls together that a model streams in pieces: content, to be kept only
 * where it may be recorded. It keeps no more than {@value #MAX_CALLS} calls and
 * {@value #MAX_LENGTH} {@code char}s of arguments. Not thread-safe.
 *
 * @since 0.1
 */
public final class StreamedToolRequests {

	private static final int MAX_CALLS = 64;

	private static final int MAX_LENGTH = 262_144;

	private final Map<Long, Pieces> calls = new LinkedHashMap<>();

	private int length;

	/**
	 * Takes in a piece of a call.
	 * @param index which call of the answer it is
	 * @param id the model's id of the call, or {@code null} if this piece has none
	 * @param name the tool's name, or {@code null} if this piece has none
	 * @param arguments a piece of the arguments, or {@code null} if this piece has none
	 */
	public void add(long index, @Nullable String id, @Nullable String name, @Nullable String arguments) {
		Pieces call = this.calls.get(index);
		if (call == null) {
			if (this.calls.size() == MAX_CALLS) {
				return;
			}
			call = new Pieces();
			this.calls.put(index, call);
		}
		if (id != null && !id.isEmpty()) {
			call.id = id;
		}
		if (name != null && !name.isEmpty()) {
			call.name = name;
		}
		if (arguments != null) {
			int kept = Math.min(arguments.length(), MAX_LENGTH - this.length);
			call.arguments.append(arguments, 0, kept);
			this.length += kept;
		}
	}

	/**
	 * The calls, in the order in which they began.
	 * @return the calls
	 */
	public List<ChatMessage.ToolRequest> toList() {
		List<ChatMessage.ToolRequest> requests = new ArrayList<>();
		this.calls.values()
			.forEach(
					(call) -> requests.add(new ChatMessage.ToolRequest(call.id, call.name, call.arguments.toString())));
		return requests;
	}

	private static final class Pieces {

		private @Nullable String id;

		private @Nullable String name;

		private final StringBuilder arguments = new StringBuilder();

	}

}
