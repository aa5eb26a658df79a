package io.voicetelemetry.otlp;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a backend that has taken a request says it has not taken of it.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#partial-success-1">Partial
 * success</a>
 */
final class PartialSuccess {

	/**
	 * {@code partial_success} of an {@code ExportTraceServiceResponse}, and its fields.
	 */
	private static final int PARTIAL_SUCCESS = 1;

	private static final int REJECTED_SPANS = 1;

	private static final int ERROR_MESSAGE = 2;

	private static final Pattern JSON_REJECTED_SPANS = Pattern.compile("\"rejected_?[sS]pans\"\\s*:\\s*\"?(\\d{1,18})");

	private static final Pattern JSON_ERROR_MESSAGE = Pattern.compile("\"error_?[mM]essage\"\\s*:\\s*\"([^\"\\\\]*)");

	private PartialSuccess() {
	}

	/**
	 * Reads protobuf.
	 * @throws IllegalArgumentException if it is none
	 */
	static OtlpAnswer.Accepted inProtobuf(byte[] body) {
		long rejected = 0;
		String message = "";
		for (ProtobufFields response = new ProtobufFields(body); response.next();) {
			if (response.number() == PARTIAL_SUCCESS && response.isLengthDelimited()) {
				for (ProtobufFields partial = response.message(); partial.next();) {
					if (partial.number() == REJECTED_SPANS) {
						rejected = Math.max(0, partial.varint());
					}
					else if (partial.number() == ERROR_MESSAGE && partial.isLengthDelimited()) {
						message = new String(body, partial.valueStart(), partial.end() - partial.valueStart(),
								StandardCharsets.UTF_8);
					}
				}
			}
		}
		return new OtlpAnswer.Accepted(rejected, OneLine.of(message));
	}

	static OtlpAnswer.Accepted inJson(String body) {
		Matcher rejected = JSON_REJECTED_SPANS.matcher(body);
		if (!rejected.find()) {
			return OtlpAnswer.Accepted.ALL;
		}
		Matcher message = JSON_ERROR_MESSAGE.matcher(body);
		return new OtlpAnswer.Accepted(Long.parseLong(rejected.group(1)),
				message.find() ? OneLine.of(message.group(1)) : "");
	}

}
