package io.voicetelemetry.session;

import java.util.EnumSet;
import java.util.Set;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What failed in a reply and was not made up for by a later success: a fallback model
 * answered, say. Guarded by the lock of the tree.
 */
final class StepFailures {

	private static final Set<Stage> MODEL_STAGES = EnumSet.of(Stage.LLM_NODE, Stage.LLM_REQUEST,
			Stage.REALTIME_INFERENCE);

	private static final Set<Stage> SYNTHESIS_STAGES = EnumSet.of(Stage.TTS_NODE, Stage.TTS_REQUEST);

	private @Nullable Failure ofModel;

	private @Nullable Failure ofSynthesis;

	void ended(SpanHandle step, Outcome outcome, @Nullable Throwable error) {
		if (outcome == Outcome.CANCELLED) {
			return;
		}
		Failure failure = (outcome == Outcome.ERROR) ? new Failure(error, step.isContentSuppressed()) : null;
		if (MODEL_STAGES.contains(step.stage())) {
			this.ofModel = failure;
		}
		else if (SYNTHESIS_STAGES.contains(step.stage())) {
			this.ofSynthesis = failure;
		}
	}

	@Nullable Failure pending() {
		return (this.ofModel != null) ? this.ofModel : this.ofSynthesis;
	}

	/**
	 * A failure of one of the steps.
	 *
	 * @param error what failed
	 * @param secret whether what was said there is not to be recorded
	 */
	record Failure(@Nullable Throwable error, boolean secret) {
	}

}
