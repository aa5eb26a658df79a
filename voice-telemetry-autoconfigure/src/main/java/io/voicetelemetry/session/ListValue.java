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

	/** What most results say of why a model stopped. */
	private static final List<?> NOTHING = List.of();

	private ListValue() {
	}

	/**
	 * A copy of what can be exported of a list.
	 * @return the list, or {@code null} if nothing can
	 */
	static @Nullable List<Object> of(TelemetryAttribute<?> attribute, Iterable<?> values, ContentPolicy limits,
			ContentRecording span) {
		if (values == NOTHING) {
			return null;
		}
		Recorder recorder = span.recorder;
		AttributeType type = attribute.key().getType();
		Content content = attribute.isContent() ? new Content(span, attribute) : null;
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
		if (content != null && !content.isHarmless(copy)) {
			recorder.refusals().count(RefusalReason.INVALID_VALUE);
			return null;
		}
		return copy.isEmpty() ? null : copy;
	}

	/**
	 * A copy of what is of a type in a list of the application's.
	 */
	static <T> List<T> copyOf(Iterable<?> values, Class<T> type, Recorder recorder) {
		List<T> copy = new ArrayList<>();
		try {
			// Its type only promises what is in it.
			for (Object value : values) {
				if (type.isInstance(value)) {
					copy.add(type.cast(value));
				}
				else {
					recorder.refusals().count(RefusalReason.INVALID_VALUE);
				}
			}
		}
		catch (Throwable ex) {
			recorder.refusals().count(RefusalReason.USER_CODE_FAILED, "Reading a list", ex);
		}
		return copy;
	}

	private static @Nullable Object kept(@Nullable Object value, @Nullable Content content, ContentPolicy limits) {
		if (value instanceof String text) {
			return (content != null) ? content.capture(text) : limits.limit(text);
		}
		return (value == null || content == null || content.policy.captures(value)) ? value : null;
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

	/**
	 * What was said, in all values of one list together.
	 */
	private static final class Content {

		private final ContentPolicy policy;

		private final ContentRecording span;

		private final TelemetryAttribute<?> attribute;

		private final int room;

		private int length;

		Content(ContentRecording span, TelemetryAttribute<?> attribute) {
			this.policy = span.recorder.content();
			this.span = span;
			this.attribute = attribute;
			this.room = span.content().roomFor(attribute);
		}

		@Nullable String capture(String text) {
			String captured = this.policy.capture(text, text.length(), this.room - this.length);
			this.length += (captured != null) ? captured.length() : 0;
			return captured;
		}

		/**
		 * Whether the values may be recorded together: a number may have been cut into
		 * them.
		 */
		boolean isHarmless(List<Object> values) {
			this.span.content().taken(this.attribute, this.length);
			return this.policy.capturesTogether(values);
		}

	}

}
