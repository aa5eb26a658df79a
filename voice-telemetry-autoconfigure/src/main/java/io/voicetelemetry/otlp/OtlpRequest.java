package io.voicetelemetry.otlp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What can be done to an encoded {@code ExportTraceServiceRequest} without decoding it.
 * Where spans wait, they wait encoded, so that it is known how much they take.
 *
 * @since 0.1
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
public final class OtlpRequest {

	/** {@code resource_spans} of the request, with {@code scope_spans}, with spans. */
	private static final int RESOURCE_SPANS = 1;

	private static final int SCOPE_SPANS = 2;

	private static final int SPANS = 2;

	private static final int END_TIME_UNIX_NANO = 8;

	private OtlpRequest() {
	}

	/**
	 * Counts spans.
	 * @param request a request
	 * @return the number of spans in it
	 * @throws IllegalArgumentException if it is none
	 */
	public static int spans(byte[] request) {
		int spans = 0;
		for (ProtobufFields resource = new ProtobufFields(request); resource.next();) {
			if (resource.number() == RESOURCE_SPANS) {
				for (ProtobufFields scope = resource.message(); scope.next();) {
					if (scope.number() == SCOPE_SPANS) {
						spans += count(scope.message());
					}
				}
			}
		}
		return spans;
	}

	private static int count(ProtobufFields fields) {
		int spans = 0;
		while (fields.next()) {
			if (fields.number() == SPANS) {
				spans++;
			}
		}
		return spans;
	}

	/**
	 * Splits a request in two, in the middle of its spans.
	 * @param request a request with two spans at least
	 * @return the halves
	 * @throws IllegalArgumentException if it is none
	 */
	public static List<byte[]> split(byte[] request) {
		int spans = spans(request);
		if (spans < 2) {
			throw new IllegalArgumentException("A request with " + spans + " spans cannot be split");
		}
		int middle = spans / 2;
		return List.of(part(request, 0, middle), part(request, middle, spans));
	}

	/**
	 * A request with some of the spans, and with what they need of resources and scopes.
	 */
	private static byte[] part(byte[] request, int from, int to) {
		ProtobufOutput out = new ProtobufOutput(request.length);
		int span = 0;
		for (ProtobufFields resource = new ProtobufFields(request); resource.next();) {
			ProtobufOutput keptResource = new ProtobufOutput(resource.end() - resource.fieldStart());
			boolean any = false;
			for (ProtobufFields scope = resource.message(); scope.next();) {
				if (scope.number() != SCOPE_SPANS) {
					scope.copyTo(keptResource);
					continue;
				}
				int here = count(scope.message());
				if (span < to && span + here > from) {
					keptResource.write(SCOPE_SPANS, partOfScope(scope.message(), from - span, to - span));
					any = true;
				}
				span += here;
			}
			if (any) {
				out.write(RESOURCE_SPANS, keptResource);
			}
		}
		return out.toByteArray();
	}

	private static ProtobufOutput partOfScope(ProtobufFields scope, int from, int to) {
		ProtobufOutput kept = new ProtobufOutput(256);
		for (int span = 0; scope.next();) {
			boolean isSpan = scope.number() == SPANS;
			if (!isSpan || (span >= from && span < to)) {
				scope.copyTo(kept);
			}
			span += isSpan ? 1 : 0;
		}
		return kept;
	}

	/**
	 * Sets the end of each span.
	 * @param request a request whose spans have an end; it is changed in place
	 * @param epochNanos the end of those that have not begun later
	 * @throws IllegalArgumentException if it is none
	 */
	public static void setEnd(byte[] request, long epochNanos) {
		ByteBuffer bytes = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
		for (ProtobufFields resource = new ProtobufFields(request); resource.next();) {
			for (ProtobufFields scope = resource.message(); scope.next();) {
				if (scope.number() == SCOPE_SPANS) {
					for (ProtobufFields span = scope.message(); span.next();) {
						if (span.number() == SPANS) {
							setEnd(bytes, span.message(), epochNanos);
						}
					}
				}
			}
		}
	}

	private static void setEnd(ByteBuffer bytes, ProtobufFields span, long epochNanos) {
		while (span.next()) {
			if (span.number() == END_TIME_UNIX_NANO && span.isFixed64()) {
				bytes.putLong(span.valueStart(), Math.max(epochNanos, bytes.getLong(span.valueStart())));
			}
		}
	}

}
