package io.voicetelemetry.content;

import org.jspecify.annotations.Nullable;

/**
 * Has a JSON text redacted and cut like any other, and leaves JSON.
 */
final class JsonCapture {

	private JsonCapture() {
	}

	static @Nullable String capture(ContentPolicy policy, String json, int room) {
		String captured = withoutEscapes(policy, json, room);
		if (captured == null || captured.equals(json) || !isQuotedWhenBroken(json, captured)) {
			return captured;
		}
		return MessageJson.quoted(captured);
	}

	/**
	 * A bare number is more likely a text that happens to look like JSON.
	 */
	private static boolean isQuotedWhenBroken(String json, String captured) {
		String start = json.stripLeading();
		return !start.isEmpty() && "{[\"".indexOf(start.charAt(0)) >= 0 && !JsonReader.isValid(captured)
				&& JsonReader.isValid(json);
	}

	private static @Nullable String withoutEscapes(ContentPolicy policy, String json, int room) {
		if (!policy.captures() || !policy.redacts() || json.indexOf('\\') < 0) {
			return policy.capture(json, json.length(), room);
		}
		long needed = 6L * policy.neededLength();
		if (json.length() <= needed) {
			String text = MessageJson.withoutEscapes(json);
			return policy.capture(text, text.length(), room);
		}
		return policy.capture(MessageJson.withoutEscapes(json.substring(0, (int) needed)), json.length(), room);
	}

}
