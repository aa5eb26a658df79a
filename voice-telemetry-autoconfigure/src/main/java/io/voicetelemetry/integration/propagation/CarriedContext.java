package io.voicetelemetry.integration.propagation;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

/**
 * An OpenTelemetry context on its way to another thread, and the observation that was
 * current beside it. Micrometer takes observations along by itself, and makes their spans
 * current before this is: whether the observation is the one from then, around the voice
 * span, or a newer one inside of it, decides which of the two spans is to be current.
 *
 * @param stage the innermost voice span of the context
 * @param context the context
 * @param observation the observation, or {@code null} if there was none
 */
record CarriedContext(VoiceSpan stage, Context context, @Nullable Observation observation) implements Context {

	/** What is current does not depend on the registry. */
	private static final ObservationRegistry OBSERVATIONS = ObservationRegistry.create();

	/**
	 * What this thread has to take along.
	 * @return the context, or {@code null} outside any voice span
	 */
	static @Nullable CarriedContext ofThisThread() {
		Context current = Context.current();
		VoiceSpan stage = VoiceContext.span(current);
		return (stage != null) ? new CarriedContext(stage, current, currentObservation()) : null;
	}

	/**
	 * What code of a stage has to take along, wherever it was.
	 */
	static CarriedContext of(VoiceSpan stage) {
		return new CarriedContext(stage, stage.context(), null);
	}

	/**
	 * What code has to take along that was given a context.
	 */
	static @Nullable CarriedContext of(Context context) {
		if (context instanceof CarriedContext carried) {
			return carried;
		}
		VoiceSpan stage = VoiceContext.span(context);
		return (stage != null) ? new CarriedContext(stage, context, null) : null;
	}

	@Override
	public <V> @Nullable V get(ContextKey<V> key) {
		return this.context.get(key);
	}

	@Override
	public <V> Context with(ContextKey<V> key, V value) {
		return this.context.with(key, value);
	}

	/**
	 * Whether there is an observation on this thread.
	 */
	static @Nullable Observation currentObservation() {
		Observation current = OBSERVATIONS.getCurrentObservation();
		return (current instanceof NullObservation) ? null : current;
	}

	/**
	 * Makes it current on this thread.
	 * @return what makes current what was before
	 */
	Scope attach() {
		Context current = Context.current();
		if (current == this.context || isInside(current)) {
			return Scope.noop();
		}
		// The stage's own context tells the log where it is, one made from it does not.
		Scope outer = this.stage.context().makeCurrent();
		if (this.context == this.stage.context()) {
			return outer;
		}
		Scope inner = this.context.makeCurrent();
		return () -> {
			inner.close();
			outer.close();
		};
	}

	/**
	 * Whether what is current belongs to an observation that was begun in the stage after
	 * this was taken along.
	 */
	private boolean isInside(Context current) {
		Observation observation = currentObservation();
		if (observation == null || observation == this.observation) {
			return false;
		}
		VoiceSpan there = VoiceContext.span(current);
		return there != null && VoiceContext.isWithin(there, this.stage);
	}

}
