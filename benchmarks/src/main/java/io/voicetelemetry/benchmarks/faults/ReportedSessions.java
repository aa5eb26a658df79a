package io.voicetelemetry.benchmarks.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * The calls that the receiver was told of, with the reason why each of them ended.
 * Thread-safe.
 */
final class ReportedSessions implements Consumer<Span> {

	private final Map<ByteString, String> reasons = new ConcurrentHashMap<>();

	@Override
	public void accept(Span span) {
		if (span.getName().equals(Stage.AGENT_SESSION.value())) {
			String key = TelemetryAttributes.DISCONNECT_REASON.key().getKey();
			this.reasons.put(span.getSpanId(),
					span.getAttributesList()
						.stream()
						.filter((attribute) -> attribute.getKey().equals(key))
						.map((attribute) -> attribute.getValue().getStringValue())
						.findFirst()
						.orElse("unknown"));
		}
	}

	long count(String reason) {
		return this.reasons.values().stream().filter(reason::equals).count();
	}

	@Override
	public String toString() {
		return this.reasons.values().toString();
	}

}
