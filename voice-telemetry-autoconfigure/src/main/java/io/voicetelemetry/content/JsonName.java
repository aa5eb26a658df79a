package io.voicetelemetry.content;

import java.util.Objects;

/**
 * The name of a field of JSON objects that are written time and again: its escapes and
 * quotes are written once. Immutable.
 *
 * @since 0.1
 */
public final class JsonName {

	private final String asFirst;

	private final String asNext;

	private JsonName(String quoted) {
		this.asFirst = quoted + ":";
		this.asNext = "," + this.asFirst;
	}

	/**
	 * A name.
	 * @param name the name
	 * @return the name, to be kept by who writes it
	 */
	public static JsonName of(String name) {
		return new JsonName(MessageJson.quoted(Objects.requireNonNull(name, "name")));
	}

	void write(StringBuilder json, boolean isFirst) {
		json.append(isFirst ? this.asFirst : this.asNext);
	}

}
