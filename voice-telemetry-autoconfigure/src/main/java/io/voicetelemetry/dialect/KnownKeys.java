package io.voicetelemetry.dialect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * The keys of texts that dialects write. A key keeps how it is encoded, so it is made
 * once; applications that choose more keys than have room pay for those. Thread-safe.
 */
final class KnownKeys {

	private static final int ROOM = 1024;

	private final Map<String, AttributeKey<String>> keys = new ConcurrentHashMap<>();

	AttributeKey<String> ofText(String name) {
		AttributeKey<String> known = this.keys.get(name);
		if (known != null) {
			return known;
		}
		AttributeKey<String> key = TelemetryAttributes.ofString(name).key();
		if (this.keys.size() < ROOM) {
			this.keys.put(name, key);
		}
		return key;
	}

}
