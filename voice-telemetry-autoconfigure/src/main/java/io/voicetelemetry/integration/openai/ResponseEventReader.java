package io.voicetelemetry.integration.openai;

import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.ProviderFailure;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

import static io.voicetelemetry.integration.openai.OpenAiFields.known;

/**
 * Reads a streamed response: its last event has all of it, and the first its id and model
 * already.
 */
final class ResponseEventReader implements ChunkReader<ResponseStreamEvent> {

	@Override
	public Class<ResponseStreamEvent> chunkType() {
		return ResponseStreamEvent.class;
	}

	@Override
	public Reading<ResponseStreamEvent> begin(VoiceSpan span) {
		return (span instanceof LlmCall call) ? new Answer(call) : (event) -> {
		};
	}

	private static final class Answer implements Reading<ResponseStreamEvent> {

		private final LlmCall call;

		private boolean firstToken;

		private @Nullable Response begun;

		private @Nullable Response ended;

		private @Nullable ProviderFailure failure;

		Answer(LlmCall call) {
			this.call = call;
		}

		@Override
		public void chunk(ResponseStreamEvent event) {
			if (event.isOutputTextDelta()) {
				this.call.textReceived(known(event.asOutputTextDelta()._delta()));
			}
			else if (event.isRefusalDelta()) {
				this.call.textReceived(known(event.asRefusalDelta()._delta()));
			}
			else if (event.isFunctionCallArgumentsDelta() || event.isCustomToolCallInputDelta()
					|| event.isReasoningTextDelta() || event.isReasoningSummaryTextDelta()) {
				if (!this.firstToken) {
					this.firstToken = true;
					this.call.firstToken();
				}
			}
			else if (event.isCreated()) {
				this.begun = known(event.asCreated()._response());
			}
			else if (event.isCompleted()) {
				this.ended = known(event.asCompleted()._response());
			}
			else if (event.isIncomplete()) {
				this.ended = known(event.asIncomplete()._response());
			}
			else if (event.isFailed()) {
				this.ended = known(event.asFailed()._response());
			}
			else if (event.isError()) {
				this.failure = new ProviderFailure(known(event.asError()._code()));
			}
		}

		@Override
		public void end() {
			if (this.ended != null) {
				ResponseResult ended = new ResponseResult(this.ended);
				this.call.answered(ended);
				if (this.failure == null) {
					this.failure = ended.failure();
				}
			}
			else if (this.begun != null) {
				// Cut off: what it was like at the beginning says nothing of its end.
				ResponseResult begun = new ResponseResult(this.begun);
				this.call.response(begun.responseId(), begun.responseModel());
			}
			if (this.failure != null) {
				this.call.fail(this.failure);
			}
		}

	}

}
