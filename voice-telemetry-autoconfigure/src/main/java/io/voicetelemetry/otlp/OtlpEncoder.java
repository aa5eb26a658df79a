package io.voicetelemetry.otlp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Encodes spans. Their resources and scopes, which are few, are encoded once, by
 * OpenTelemetry's exporter, and so are spans with what is rare. Not thread-safe.
 *
 * @since 0.1
 */
public final class OtlpEncoder implements AutoCloseable {

	/** {@code resource_spans} of the request, with {@code scope_spans}, with spans. */
	private static final int RESOURCE_SPANS = 1;

	private static final int SCOPE_SPANS = 2;

	private static final int SPANS = 2;

	private static final int MAX_FRAMES = 64;

	/** What is kept to be written to again: enough for a full batch. */
	private static final int MAX_KEPT_BYTES = 1 << 21;

	private final ExporterEncoder exporter = new ExporterEncoder();

	private final Map<Resource, MessageFrame> resources = new IdentityHashMap<>();

	private final Map<InstrumentationScopeInfo, MessageFrame> scopes = new IdentityHashMap<>();

	private final ProtobufOutput out = new ProtobufOutput(1 << 10);

	private final SpanEncoding spans = new SpanEncoding(this.out);

	/**
	 * Encodes spans.
	 * @param spans the spans
	 * @return an {@code ExportTraceServiceRequest}
	 * @throws RuntimeException if one of them cannot be encoded
	 */
	public byte[] encode(Collection<SpanData> spans) {
		try {
			grouped(spans).forEach(this::write);
			return this.out.toByteArray();
		}
		finally {
			this.out.clear(MAX_KEPT_BYTES);
		}
	}

	private static Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> grouped(Collection<SpanData> spans) {
		Map<Resource, Map<InstrumentationScopeInfo, List<SpanData>>> grouped = new IdentityHashMap<>();
		for (SpanData span : spans) {
			grouped.computeIfAbsent(span.getResource(), (resource) -> new IdentityHashMap<>())
				.computeIfAbsent(span.getInstrumentationScopeInfo(), (scope) -> new ArrayList<>(spans.size()))
				.add(span);
		}
		return grouped;
	}

	private void write(Resource resource, Map<InstrumentationScopeInfo, List<SpanData>> scopes) {
		MessageFrame frame = this.resources.get(resource);
		if (frame == null) {
			byte[] request = this.exporter.encode(List.of(scopes.values().iterator().next().get(0)));
			frame = MessageFrame.of(field(new ProtobufFields(request), RESOURCE_SPANS), SCOPE_SPANS);
			keep(this.resources, resource, frame);
		}
		int start = this.out.begin(RESOURCE_SPANS, 3);
		this.out.write(frame.before());
		scopes.forEach(this::write);
		this.out.write(frame.after());
		this.out.end(start, 3);
	}

	private void write(InstrumentationScopeInfo scope, List<SpanData> spans) {
		MessageFrame frame = this.scopes.get(scope);
		if (frame == null) {
			byte[] request = this.exporter.encode(List.of(spans.get(0)));
			frame = MessageFrame.of(field(field(new ProtobufFields(request), RESOURCE_SPANS), SCOPE_SPANS), SPANS);
			keep(this.scopes, scope, frame);
		}
		int start = this.out.begin(SCOPE_SPANS, 3);
		this.out.write(frame.before());
		spans.forEach(this::write);
		this.out.write(frame.after());
		this.out.end(start, 3);
	}

	private void write(SpanData span) {
		int before = this.out.size();
		int start = this.out.begin(SPANS, 2);
		if (this.spans.write(span)) {
			this.out.end(start, 2);
		}
		else {
			this.out.truncate(before);
			byte[] request = this.exporter.encode(List.of(span));
			ProtobufFields scope = field(field(new ProtobufFields(request), RESOURCE_SPANS), SCOPE_SPANS);
			field(scope, SPANS);
			this.out.write(request, scope.fieldStart(), scope.end() - scope.fieldStart());
		}
	}

	private static <K> void keep(Map<K, MessageFrame> frames, K key, MessageFrame frame) {
		if (frames.size() >= MAX_FRAMES) {
			frames.clear();
		}
		frames.put(key, frame);
	}

	/**
	 * Goes to a field.
	 * @return the fields of the message in it
	 */
	private static ProtobufFields field(ProtobufFields fields, int number) {
		while (fields.next()) {
			if (fields.number() == number) {
				return fields.message();
			}
		}
		throw new IllegalStateException("The exporter has encoded no field " + number);
	}

	@Override
	public void close() {
		this.exporter.close();
	}

}
