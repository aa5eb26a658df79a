package io.voicetelemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.otlp.OtlpEncoder;
import io.voicetelemetry.otlp.OtlpRequest;
import io.voicetelemetry.otlp.SpanTexts;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of spans, each of a size that backends take. Not thread-safe.
 */
final class RequestFactory {

	/** Collectors take 4 MiB over gRPC. */
	private static final int MAX_REQUEST_BYTES = 3 << 20;

	private static final int MAX_SPAN_BYTES = 1 << 20;

	/**
	 * To which length texts are cut, one after the other, until a span is small enough.
	 */
	private static final int[] SHORTER = { 16_384, 4_096, 1_024, 128 };

	private @Nullable OtlpEncoder encoder;

	private final UnaryOperator<SpanData> rewrite;

	private final int maxTextLength;

	/**
	 * A factory.
	 * @param rewrite makes of each span what the backend is to get
	 * @param maxTextLength the longest text, in {@code char}s
	 */
	RequestFactory(UnaryOperator<SpanData> rewrite, int maxTextLength) {
		this.rewrite = rewrite;
		this.maxTextLength = maxTextLength;
	}

	/**
	 * Makes requests.
	 * @param spans the spans
	 * @return the requests, which together have all of them
	 * @throws RuntimeException if a span cannot be rewritten or encoded
	 */
	List<Request> create(List<EndedSpan> spans) {
		List<Request> requests = new ArrayList<>(1);
		List<SpanData> usual = new ArrayList<>(spans.size());
		for (EndedSpan span : spans) {
			SpanData rewritten = this.rewrite.apply(span.data());
			if (span.bytes() > this.maxTextLength) {
				byte[] request = SpanTexts.shorten(encode(List.of(rewritten)), this.maxTextLength);
				for (int i = 0; request.length > MAX_SPAN_BYTES && i < SHORTER.length; i++) {
					request = SpanTexts.shorten(request, SHORTER[i]);
				}
				requests.add(new Request(request, 1));
			}
			else {
				usual.add(rewritten);
			}
		}
		if (!usual.isEmpty()) {
			add(new Request(encode(usual), usual.size()), requests);
		}
		return requests;
	}

	private static void add(Request request, List<Request> requests) {
		if (request.bytes().length <= MAX_REQUEST_BYTES || request.spans() == 1) {
			requests.add(request);
		}
		else {
			OtlpRequest.split(request.bytes())
				.forEach((half) -> add(new Request(half, OtlpRequest.spans(half)), requests));
		}
	}

	/**
	 * Cuts the texts of a request that a backend found too large.
	 * @param times how often that was done before
	 * @return a shorter request, or an empty array if it cannot be shorter
	 */
	static byte[] shorter(byte[] request, int times) {
		for (int i = times; i < SHORTER.length; i++) {
			byte[] shorter = SpanTexts.shorten(request, SHORTER[i]);
			if (shorter.length < request.length) {
				return shorter;
			}
		}
		return new byte[0];
	}

	/**
	 * The encoder is made for the first request, and thus not while the application
	 * starts.
	 */
	private byte[] encode(List<SpanData> spans) {
		OtlpEncoder encoder = this.encoder;
		if (encoder == null) {
			encoder = new OtlpEncoder();
			this.encoder = encoder;
		}
		return encoder.encode(spans);
	}

	void close() {
		if (this.encoder != null) {
			this.encoder.close();
		}
	}

	/**
	 * A request.
	 *
	 * @param bytes the encoded {@code ExportTraceServiceRequest}
	 * @param spans how many spans it has
	 */
	record Request(byte[] bytes, int spans) {
	}

}
