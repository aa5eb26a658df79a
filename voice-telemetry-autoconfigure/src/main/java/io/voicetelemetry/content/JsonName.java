package io.voicetelemetry.content;

import java.util.Objects;

/**
 * The name of a field of JSON objects that are written time and again: its escapes and
 * quotes are written once. Immutable.
 *
 * @since 0.1
 */
public final class JsonName {

	private final String first;

	private final String next;

	private JsonName(String quoted) {
		this.first = quoted + ":";
		this.next = "," + this.first;
	}

	/**
	 * A name.
	 * @param name the name
	 * @return the name, to be kept by who writes it
	 */
	public static JsonName of(String name) {
		return new JsonName(MessageJson.quoted(Objects.requireNonNull(name, "name")));
	}

	void write(StringBuilder json, boolean first) {
		json.append(first ? this.first : this.next);
	}

}
