package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeType;
import io.voicetelemetry.content.ContentPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A list as the value of an attribute. OpenTelemetry keeps the list it is given: one with
 * {@code null} in it, or with what its type only promised, fails when it is exported, and
 * all that is exported with it is lost.
 */
final class ListValue {

	private static final int MAX_SIZE = 64;

	private ListValue() {
	}

	/**
	 * A copy of what can be exported of a list.
	 * @return the list, or {@code null} if nothing can
	 */
	static @Nullable List<Object> of(TelemetryAttribute<?> attribute, Iterable<?> values, ContentPolicy limits,
			Recorder recorder) {
		AttributeType type = attribute.key().getType();
		ContentPolicy content = attribute.isContent() ? recorder.content() : null;
		List<Object> copy = new ArrayList<>(4);
		int seen = 0;
		try {
			for (Object value : values) {
				seen++;
				if (seen > MAX_SIZE) {
					recorder.refusals().count(RefusalReason.ATTRIBUTE_LIMIT);
					break;
				}
				Object kept = fits(type, value) ? kept(value, content, limits) : null;
				if (kept != null) {
					copy.add(kept);
				}
				else {
					recorder.refusals().count(RefusalReason.INVALID_VALUE);
				}
			}
		}
		catch (Throwable ex) {
			// The list is the application's, and perhaps still written to.
			recorder.refusals().count(RefusalReason.USER_CODE_FAILED, "Reading a list", ex);
			return null;
		}
		return copy.isEmpty() ? null : copy;
	}

	private static @Nullable Object kept(@Nullable Object value, @Nullable ContentPolicy content,
			ContentPolicy limits) {
		if (value instanceof String text) {
			return (content != null) ? content.capture(text) : limits.limit(text);
		}
		return (value == null || content == null || content.captures(value)) ? value : null;
	}

	private static boolean fits(AttributeType type, @Nullable Object value) {
		return switch (type) {
			case STRING_ARRAY -> value instanceof String;
			case LONG_ARRAY -> value instanceof Long;
			case DOUBLE_ARRAY -> value instanceof Double number && Double.isFinite(number);
			case BOOLEAN_ARRAY -> value instanceof Boolean;
			default -> false;
		};
	}

}
