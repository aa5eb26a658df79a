package io.voicetelemetry.integration.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.voicetelemetry.integration.propagation.VoiceReactorContext;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Where in a call something is asked of a model.
 */
final class CallPlace {

	private CallPlace() {
	}

	/**
	 * Where this thread is.
	 * @return the innermost stage, or {@code null} outside any call
	 */
	static @Nullable VoiceSpan now() {
		return underway(VoiceContext.span(Context.current()));
	}

	/**
	 * Where a stream is subscribed to: what its context says, unless the thread is deeper
	 * in that; else where the thread is, and else where the stream was made.
	 * @param context the subscription's context
	 * @param assembledIn where the stream was made
	 * @return the stage, or {@code null} outside any call
	 */
	static @Nullable VoiceSpan of(ContextView context, @Nullable VoiceSpan assembledIn) {
		VoiceSpan now = now();
		VoiceSpan told = observed(context);
		if (told == null) {
			told = underway(VoiceReactorContext.stage(context));
		}
		if (told != null) {
			return (now != null && VoiceContext.isWithin(now, told)) ? now : told;
		}
		return (now != null) ? now : underway(assembledIn);
	}

	private static @Nullable VoiceSpan observed(ContextView context) {
		if (!(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null) instanceof Observation observation)) {
			return null;
		}
		ObservedStage stage = ObservedStage.started(observation.getContextView());
		if (stage == null) {
			stage = ObservedStage.around(observation.getContextView());
		}
		return (stage != null) ? underway(stage.span()) : null;
	}

	/**
	 * A stage, unless its call is over: threads may stay in one that has ended.
	 */
	static @Nullable VoiceSpan underway(@Nullable VoiceSpan span) {
		return (span != null && VoiceContext.isUnderway(span)) ? span : null;
	}

}
