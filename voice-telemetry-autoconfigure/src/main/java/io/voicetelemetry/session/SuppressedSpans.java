package io.voicetelemetry.session;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * The spans of stages whose content is not to be recorded, for who knows nothing but the
 * span. Thread-safe.
 */
final class SuppressedSpans {

	private static final Map<Span, WeakReference<ContentRecording>> ALL = Collections
		.synchronizedMap(new WeakHashMap<>());

	private SuppressedSpans() {
	}

	static void add(ContentRecording stage) {
		if (stage.isRecording()) {
			ALL.put(stage.span, new WeakReference<>(stage));
		}
	}

	static @Nullable ContentRecording find(Span span) {
		WeakReference<ContentRecording> stage = ALL.get(span);
		return (stage != null) ? stage.get() : null;
	}

}
