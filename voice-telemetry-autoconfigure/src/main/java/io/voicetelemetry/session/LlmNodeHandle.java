package io.voicetelemetry.session;

import io.voicetelemetry.event.Outcome;
import org.jspecify.annotations.Nullable;

final class LlmNodeHandle extends SpanHandle implements LlmNode {

	/** What the application says that was answered. */
	private volatile @Nullable TranscriptText answer;

	/** Whether a request says so itself. Guarded by the lock of the tree. */
	private boolean answered;

	/** Guarded by the lock of the tree. */
	private final FallbackOrder asked = new FallbackOrder();

	LlmNodeHandle(SpanStart start) {
		super(start);
	}

	@Override
	void begun() {
		if (this.parent instanceof AgentTurnHandle turn) {
			turn.generationStarted(this);
		}
	}

	@Override
	void saidInMessage(TelemetryAttribute<String> attribute, String text) {
		if (attribute == TelemetryAttributes.OUTPUT_MESSAGES) {
			TranscriptText answer = new TranscriptText("", this.recorder.content());
			answer.append(text);
			this.answer = answer;
		}
	}

	@Override
	void childEnded(SpanHandle child, Outcome outcome, @Nullable Throwable error) {
		this.asked.ended(child, outcome);
		this.answered |= child instanceof LlmCallHandle call && call.hasAnswer();
	}

	@Override
	void handContentOn(Outcome outcome) {
		ReplyContent reply = ReplyContent.of(this);
		if (reply != null && !this.answered) {
			reply.answered(this.startNanos, this.answer);
		}
	}

	@Override
	public LlmCall startLlmCall() {
		return (LlmCall) startChild(Stage.LLM_REQUEST);
	}

}
