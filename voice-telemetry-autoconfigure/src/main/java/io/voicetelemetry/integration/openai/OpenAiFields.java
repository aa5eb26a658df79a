package io.voicetelemetry.integration.openai;

import com.openai.core.JsonField;
import org.jspecify.annotations.Nullable;

/**
 * Fields of the client's types. Its getters throw where a field is missing that OpenAI
 * always sends; who is merely compatible may not.
 */
final class OpenAiFields {

	private static final long UNKNOWN = -1;

	private OpenAiFields() {
	}

	static <T> @Nullable T known(JsonField<T> field) {
		return field.asKnown().orElse(null);
	}

	/**
	 * A text that says something.
	 */
	static @Nullable String said(JsonField<String> field) {
		String text = known(field);
		return (text != null && !text.isEmpty()) ? text : null;
	}

	/**
	 * A count, or a negative number if it is unknown.
	 */
	static long count(JsonField<Long> field) {
		Long count = known(field);
		return (count != null) ? count : UNKNOWN;
	}

}
