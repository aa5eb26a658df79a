package io.voicetelemetry.export;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

/**
 * In which stages of calls the spans of others stand: what was said there is not to be
 * sent if the stage says so. It knows those that are open, and those of such stages that
 * are still in memory. Thread-safe.
 */
final class SpansInStages {

	/** A span has no {@code equals}, and no stage holds one of others. */
	private final Map<ReadableSpan, VoiceSpan> stages = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * A span of others has started that is in a session.
	 */
	void started(Context parentContext, ReadableSpan span) {
		VoiceSpan stage = VoiceContext.span(parentContext);
		if (stage == null) {
			stage = stageOf(Span.fromContext(parentContext));
		}
		if (stage != null) {
			this.stages.put(span, stage);
		}
	}

	private @Nullable VoiceSpan stageOf(Span parent) {
		VoiceSpan suppressing = VoiceContext.suppressing(parent);
		return (suppressing == null && parent instanceof ReadableSpan known) ? this.stages.get(known) : suppressing;
	}

	/**
	 * A span of others has ended.
	 * @return whether what was said in it may be sent
	 */
	boolean endedWithContent(ReadableSpan span) {
		if (span.getAttribute(TelemetryAttributes.SESSION_ID.key()) == null) {
			return true;
		}
		VoiceSpan stage = this.stages.get(span);
		if (stage != null && VoiceContext.suppressesContent(stage)) {
			// Another may still begin under it.
			return false;
		}
		this.stages.remove(span);
		return true;
	}

}
