package io.voicetelemetry.content;

import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a JSON object one after the other, for objects that are written
 * time and again. Unlike with {@link JsonObject}, no name may come twice. Not
 * thread-safe.
 *
 * @since 0.1
 */
public final class JsonFieldWriter {

	private static final int USUAL_LENGTH = 384;

	private final StringBuilder json;

	private final @Nullable JsonFieldWriter outer;

	/** Where the object begins, with its name if it has one. */
	private final int start;

	private boolean empty = true;

	/**
	 * An object.
	 */
	public JsonFieldWriter() {
		this(new StringBuilder(USUAL_LENGTH), null, 0);
		this.json.append('{');
	}

	private JsonFieldWriter(StringBuilder json, @Nullable JsonFieldWriter outer, int start) {
		this.json = json;
		this.outer = outer;
		this.start = start;
	}

	/**
	 * Writes a text.
	 * @param name the name
	 * @param value the text; {@code null} for what is not known leaves the field out
	 * @return this
	 */
	public JsonFieldWriter put(JsonName name, @Nullable String value) {
		if (value != null) {
			MessageJson.quote(name(name), value);
		}
		return this;
	}

	/**
	 * Writes a number.
	 * @param name the name
	 * @param value the number; {@code null} for what is not known leaves the field out
	 * @return this
	 */
	public JsonFieldWriter put(JsonName name, @Nullable Long value) {
		if (value != null) {
			name(name).append(value.longValue());
		}
		return this;
	}

	/**
	 * Writes a number, as text if it is not finite: JSON has no form for that.
	 * @param name the name
	 * @param value the number; {@code null} for what is not known leaves the field out
	 * @return this
	 */
	public JsonFieldWriter put(JsonName name, @Nullable Double value) {
		if (value != null) {
			name(name);
			if (Double.isFinite(value)) {
				JsonNumber.write(this.json, value);
			}
			else {
				MessageJson.quote(this.json, value.toString());
			}
		}
		return this;
	}

	/**
	 * Writes a boolean.
	 * @param name the name
	 * @param value the value; {@code null} for what is not known leaves the field out
	 * @return this
	 */
	public JsonFieldWriter put(JsonName name, @Nullable Boolean value) {
		if (value != null) {
			name(name).append(value.booleanValue());
		}
		return this;
	}

	/**
	 * Begins an object in this one, which is written to next.
	 * @param name the name
	 * @return the inner object; until its end nothing may be put into this
	 */
	public JsonFieldWriter begin(JsonName name) {
		int start = this.json.length();
		boolean first = this.empty;
		name(name).append('{');
		// It is left out if nothing will be in it.
		this.empty = first;
		return new JsonFieldWriter(this.json, this, start);
	}

	/**
	 * Ends an inner object; if nothing was put into it, it is left out.
	 * @return the outer object
	 * @throws IllegalStateException if this is no inner object
	 */
	public JsonFieldWriter end() {
		if (this.outer == null) {
			throw new IllegalStateException("This is no inner object");
		}
		if (this.empty) {
			this.json.setLength(this.start);
		}
		else {
			this.json.append('}');
			this.outer.empty = false;
		}
		return this.outer;
	}

	private StringBuilder name(JsonName name) {
		name.write(this.json, this.empty);
		this.empty = false;
		return this.json;
	}

	/**
	 * The outermost object as it is now, once those in it have ended.
	 * @return the object, without spaces
	 */
	public String text() {
		String text = this.json.append('}').toString();
		this.json.setLength(this.json.length() - 1);
		return text;
	}

}
