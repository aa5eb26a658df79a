package io.voicetelemetry.sample.model;

import org.jspecify.annotations.Nullable;

/**
 * OpenAI's error format.
 *
 * @param error what is wrong
 */
record ApiError(Detail error) {

	static ApiError invalidRequest(String message, String param) {
		return new ApiError(new Detail(message, "invalid_request_error", param, null));
	}

	/**
	 * What is wrong.
	 *
	 * @param message in words
	 * @param type the kind of error
	 * @param param the request's field at fault
	 * @param code a code, if there is one
	 */
	record Detail(String message, String type, String param, @Nullable String code) {

	}

}
