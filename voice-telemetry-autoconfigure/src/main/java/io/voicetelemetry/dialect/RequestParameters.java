package io.voicetelemetry.dialect;

import io.voicetelemetry.content.JsonObject;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What a model was asked for besides its answer: temperature, longest answer and so on.
 */
final class RequestParameters {

	static final String PREFIX = "gen_ai.request.";

	private RequestParameters() {
	}

	/**
	 * The parameters of a request as a JSON object.
	 * @param span the span of the request
	 * @return named as in the GenAI conventions; {@code null} if none is known
	 */
	static @Nullable String json(CanonicalSpan span) {
		JsonObject parameters = new JsonObject();
		String model = TelemetryAttributes.REQUEST_MODEL.key().getKey();
		span.data().getAttributes().forEach((key, value) -> {
			if (key.getKey().startsWith(PREFIX) && !key.getKey().equals(model)) {
				parameters.put(key.getKey().substring(PREFIX.length()), value);
			}
		});
		return parameters.isEmpty() ? null : parameters.toString();
	}

}
