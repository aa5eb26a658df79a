package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A span as {@link CallModel} thinks of it.
 */
final class ModelSpan {

	private static final Set<Stage> MODEL = Set.of(Stage.LLM_NODE, Stage.LLM_REQUEST, Stage.REALTIME_INFERENCE);

	private static final Set<Stage> SYNTHESIS = Set.of(Stage.TTS_NODE, Stage.TTS_REQUEST);

	enum State {

		OPEN, ENDING, ENDED

	}

	/** As what it was begun. */
	final Stage begunAs;

	Stage stage;

	final @Nullable ModelSpan parent;

	final int id;

	final List<ModelSpan> children = new ArrayList<>(2);

	final Set<Integer> attributes = new HashSet<>();

	State state = State.OPEN;

	Outcome requested = Outcome.SUCCESS;

	Outcome outcome = Outcome.SUCCESS;

	long events;

	long generations;

	// Of turns

	@Nullable ModelSpan speaking;

	@Nullable ModelSpan wait;

	boolean committed;

	boolean heard;

	boolean interrupted;

	boolean discarded;

	private boolean modelFailed;

	private boolean synthesisFailed;

	// Of requests

	int attempts;

	@Nullable Outcome firstAttempt;

	@Nullable ModelSpan lastAttempt;

	boolean firstAttemptEnded;

	/** Whether the last try could not begin: what is told of it is of no use. */
	boolean attemptIsNone;

	/** The last try: its span, or {@link ModelAttempts#FIRST}. */
	@Nullable Object latest;

	boolean latestFailed;

	/** Whether another request was made in its place. */
	boolean replaced;

	long tokens = -1;

	long tokensInVain = -1;

	ModelSpan(Stage stage, @Nullable ModelSpan parent, int id) {
		this.begunAs = stage;
		this.stage = stage;
		this.parent = parent;
		this.id = id;
	}

	/** Whether it was the request that is now the node around another. */
	boolean isNodeOfRequest() {
		return this.stage != this.begunAs;
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

	boolean hasRunningChild() {
		return this.children.stream().anyMatch((child) -> child.state != State.ENDED);
	}

	/** All that was used, or less than 0 if nothing is known. */
	long allTokens() {
		return (this.tokens < 0 || this.tokensInVain < 0) ? Math.max(this.tokens, this.tokensInVain)
				: this.tokens + this.tokensInVain;
	}

	void complete() {
		this.state = State.ENDED;
		this.outcome = (this.replaced && this.requested == Outcome.SUCCESS) ? Outcome.ERROR : this.requested;
		if (this.stage == Stage.AGENT_TURN && this.requested == Outcome.SUCCESS) {
			if (this.interrupted || this.discarded) {
				this.outcome = Outcome.CANCELLED;
			}
			else if (this.modelFailed || this.synthesisFailed) {
				this.outcome = Outcome.ERROR;
			}
		}
		if (this.parent != null && this.parent.latest == this && this.stage == Stage.LLM_REQUEST_RUN) {
			this.parent.latestFailed = this.outcome == Outcome.ERROR;
		}
		if (this.parent != null && this.outcome != Outcome.CANCELLED) {
			boolean failed = this.outcome == Outcome.ERROR;
			if (MODEL.contains(this.stage)) {
				this.parent.modelFailed = failed;
			}
			else if (SYNTHESIS.contains(this.stage)) {
				this.parent.synthesisFailed = failed;
			}
		}
	}

	@Override
	public String toString() {
		long kept = Math.min(this.events, 64) + Math.min(this.generations, 56)
				+ ((this.outcome == Outcome.ERROR) ? 1 : 0);
		return CallFacts.node(this.stage, this.outcome.name().toLowerCase(Locale.ROOT), this.attributes.size(), kept,
				this.children.stream().map(ModelSpan::toString).toList());
	}

}
