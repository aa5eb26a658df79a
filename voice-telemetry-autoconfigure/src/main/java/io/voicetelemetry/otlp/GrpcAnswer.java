package io.voicetelemetry.otlp;

import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * What a gRPC response to an OTLP request means. The backend's description is read, but
 * not repeated: it might quote a credential.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures">OTLP failures</a>
 */
final class GrpcAnswer {

	private GrpcAnswer() {
	}

	/**
	 * Reads a response.
	 * @param response the response
	 * @return what it means
	 */
	static OtlpAnswer read(GrpcResponse response) {
		GrpcStatusCode status = response.getStatusCode();
		String problem = "answered " + status;
		boolean tooLarge = saysTooLarge(response.getStatusDescription());
		return switch (status) {
			case OK -> readSuccess(response.getResponseMessage());
			case RESOURCE_EXHAUSTED ->
				tooLarge ? new OtlpAnswer.TooLarge(problem + ", too large") : new OtlpAnswer.TryLater(problem, null);
			case INVALID_ARGUMENT ->
				tooLarge ? new OtlpAnswer.TooLarge(problem + ", too large") : new OtlpAnswer.Invalid(problem);
			case UNAUTHENTICATED -> new OtlpAnswer.Refused(problem + ": authentication is refused");
			case PERMISSION_DENIED -> new OtlpAnswer.Refused(problem + ": access is refused");
			case UNIMPLEMENTED, NOT_FOUND, FAILED_PRECONDITION, ALREADY_EXISTS -> new OtlpAnswer.Refused(problem);
			// Unknown is also what an answer without a status is, such as a proxy's.
			case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED, OUT_OF_RANGE, DATA_LOSS, INTERNAL, UNKNOWN ->
				new OtlpAnswer.TryLater(problem, null);
		};
	}

	private static boolean saysTooLarge(@Nullable String description) {
		return description != null && HttpAnswer.saysTooLarge(description);
	}

	private static OtlpAnswer readSuccess(byte @Nullable [] message) {
		if (message == null) {
			return OtlpAnswer.Accepted.ALL;
		}
		try {
			return PartialSuccess.inProtobuf(message);
		}
		catch (IllegalArgumentException ex) {
			return new OtlpAnswer.Refused("answered OK with something that is no answer to OTLP");
		}
	}

}
