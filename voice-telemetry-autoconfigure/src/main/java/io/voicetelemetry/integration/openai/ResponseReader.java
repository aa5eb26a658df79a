package io.voicetelemetry.integration.openai;

import com.openai.models.responses.Response;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.ProviderFailure;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSpan;

/**
 * Reads a response, which the client returns even if the model could not answer.
 */
final class ResponseReader implements ResultReader<Response> {

	private final ResultReader<Response> answer = ResultReader.ofLlm(Response.class, ResponseResult::new);

	@Override
	public Class<Response> resultType() {
		return Response.class;
	}

	@Override
	public boolean reads(Stage stage) {
		return this.answer.reads(stage);
	}

	@Override
	public void read(Response response, VoiceSpan span) {
		this.answer.read(response, span);
		ProviderFailure failure = new ResponseResult(response).failure();
		if (failure != null && span instanceof LlmCall call) {
			call.fail(failure);
		}
	}

}
