package io.voicetelemetry.session;

import org.jspecify.annotations.Nullable;

/**
 * A request that may take several tries.
 */
abstract class RetriedRequestHandle extends MeasuredHandle implements RetriedRequest {

	private final Stage requestStage;

	private final Stage nodeStage;

	private final Stage attemptStage;

	private volatile @Nullable Attempts attempts;

	/** How many tries have spans. Guarded by the lock of the tree. */
	private int runs;

	/** The last of them. Guarded by the lock of the tree. */
	private @Nullable SpanHandle run;

	RetriedRequestHandle(SpanStart start, Stage nodeStage, Stage attemptStage) {
		super(start);
		this.requestStage = start.stage();
		this.nodeStage = nodeStage;
		this.attemptStage = attemptStage;
	}

	/**
	 * Turns the request in which another of its kind is about to begin into the node
	 * around that: an annotated method that calls a framework, say. Only what is asked
	 * innermost is a request.
	 * @param near the innermost stage that the new one is in
	 */
	static void makeRoomFor(Stage stage, SpanHandle near) {
		if (stage != Stage.LLM_REQUEST && stage != Stage.TTS_REQUEST) {
			return;
		}
		for (SpanHandle each = near; each != null; each = each.parent) {
			if (each.stage == stage && each.isOpen() && each instanceof RetriedRequestHandle request) {
				request.becomeNode();
				return;
			}
		}
	}

	/**
	 * Does nothing if something was answered, or tried and failed: then it is a request
	 * all the same.
	 */
	private synchronized void becomeNode() {
		if (hasAnswered() || (this.attempts != null && this.attempts.firstHasEnded())) {
			return;
		}
		// What ends at this moment tells figures, or is a node.
		synchronized (lifecycle().lock()) {
			SpanHandle run = this.run;
			if (!isOpen() || this.runs > 1 || (run != null && !run.isOpen())) {
				return;
			}
			if (run != null) {
				run.become(Stage.OPERATION);
			}
			// In a node already, it is what goes on there.
			boolean node = this.parent == null || this.nodeStage.mayStandUnder(this.parent.stage);
			become(node ? this.nodeStage : Stage.OPERATION);
		}
		becameNode();
	}

	final boolean isAttempt(Stage stage) {
		return stage == this.attemptStage;
	}

	/**
	 * Told that a try is about to begin as a span of its own.
	 */
	final void runBegins(SpanHandle run) {
		synchronized (lifecycle().lock()) {
			if (!takesFigures()) {
				run.stage = Stage.OPERATION;
				return;
			}
			this.runs++;
			this.run = run;
		}
	}

	/**
	 * Whether the provider was heard of.
	 */
	abstract boolean hasAnswered();

	/**
	 * Told that this is the node around a request.
	 */
	abstract void becameNode();

	/**
	 * Whether this is a request, and no node around one.
	 */
	@Override
	final boolean takesFigures() {
		return this.stage == this.requestStage;
	}

	@Override
	public final VoiceSpan startAttempt() {
		if (!takesFigures()) {
			return startOperation(this.attemptStage.value());
		}
		VoiceSpan attempt = attempts().start();
		attemptBegan();
		return attempt;
	}

	@Override
	public final VoiceSpan attemptStarted() {
		if (!takesFigures()) {
			return this;
		}
		VoiceSpan attempt = attempts().started();
		attemptBegan();
		return attempt;
	}

	/**
	 * Told that a try has begun, which may be the first.
	 */
	void attemptBegan() {
	}

	@Override
	public final void attemptEnded(@Nullable Throwable error) {
		if (takesFigures()) {
			attempts().ended(error);
		}
	}

	private synchronized Attempts attempts() {
		Attempts attempts = this.attempts;
		if (attempts == null) {
			attempts = new Attempts(this, this.attemptStage);
			this.attempts = attempts;
		}
		return attempts;
	}

	/**
	 * How many tries it took.
	 */
	final int attemptCount() {
		return Attempts.count(this.attempts);
	}

}
