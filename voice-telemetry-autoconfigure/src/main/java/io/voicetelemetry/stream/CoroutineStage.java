package io.voicetelemetry.stream;

import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/**
 * Takes each thread that resumes a coroutine into the stage that the coroutine works for,
 * and out of it when the coroutine suspends.
 */
final class CoroutineStage extends AbstractCoroutineContextElement
		implements ThreadContextElement<Passage.@Nullable Visit> {

	static final CoroutineContext.Key<CoroutineStage> KEY = new CoroutineContext.Key<>() {
	};

	private final Passage passage;

	CoroutineStage(Passage passage) {
		super(KEY);
		this.passage = passage;
	}

	@Override
	public Passage.@Nullable Visit updateThreadContext(CoroutineContext context) {
		return this.passage.enter();
	}

	@Override
	public void restoreThreadContext(CoroutineContext context, Passage.@Nullable Visit visit) {
		this.passage.leave(visit);
	}

}
