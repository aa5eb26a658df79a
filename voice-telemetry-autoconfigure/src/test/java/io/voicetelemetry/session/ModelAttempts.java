package io.voicetelemetry.session;

import java.util.List;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The tries of requests as {@link CallModel} thinks of them.
 */
final class ModelAttempts {

	/** Stands for the first try, which has no span. */
	static final Object FIRST = new Object();

	private final CallModel model;

	ModelAttempts(CallModel model) {
		this.model = model;
	}

	/** Told that a try was begun by name. */
	void begun(ModelSpan request, @Nullable ModelSpan attempt) {
		request.attempts++;
		latest(request, attempt);
		began(request);
	}

	void signalled(ModelSpan request) {
		signal(request);
		began(request);
	}

	private void signal(ModelSpan request) {
		if (!this.model.accepts(request)) {
			return;
		}
		if (request.attempts == 0) {
			request.attempts = 1;
			request.firstAttempt = Outcome.CANCELLED;
			latest(request, FIRST);
			return;
		}
		if (request.firstAttempt != null) {
			ModelSpan first = this.model.start(Stage.LLM_REQUEST_RUN, request, 0);
			if (first != null) {
				this.model.finish(first, request.firstAttempt);
			}
			request.firstAttempt = null;
		}
		this.model.endIfOpen(request.lastAttempt, Outcome.CANCELLED);
		request.attempts++;
		request.lastAttempt = this.model.start(Stage.LLM_REQUEST_RUN, request, 0);
		request.attemptIsNone = request.lastAttempt == null;
		latest(request, request.lastAttempt);
	}

	void ended(ModelSpan request, Outcome outcome) {
		if (request.lastAttempt != null) {
			this.model.finish(request.lastAttempt, outcome);
		}
		else if (request.firstAttempt != null) {
			request.firstAttempt = outcome;
			request.firstAttemptEnded = true;
			if (request.latest == FIRST) {
				request.latestFailed = outcome == Outcome.ERROR;
			}
		}
		else if (!request.attemptIsNone) {
			this.model.refuse(RefusalReason.LATE);
		}
	}

	/** Whether a request may become a node: not if a try of it is told by itself. */
	static boolean giveUp(ModelSpan request) {
		List<ModelSpan> runs = request.children.stream()
			.filter((child) -> child.stage == Stage.LLM_REQUEST_RUN)
			.toList();
		if ((request.firstAttempt != null && request.firstAttemptEnded) || runs.size() > 1
				|| runs.stream().anyMatch((run) -> !run.isOpen())) {
			return false;
		}
		runs.forEach((run) -> run.stage = Stage.OPERATION);
		return true;
	}

	private static void latest(ModelSpan request, @Nullable Object attempt) {
		request.latest = attempt;
		request.latestFailed = false;
	}

	/** What a try has used is used, whatever the next one tells. */
	private static void began(ModelSpan request) {
		request.replaced = false;
		if (request.isOpen() && request.attempts > 1) {
			request.tokensInVain = request.allTokens();
			request.tokens = -1;
		}
	}

}
