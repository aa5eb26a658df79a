package io.voicetelemetry.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import io.voicetelemetry.export.VoiceBackend;

/**
 * The headers that a backend is sent: those of its preset and, with the last word, those
 * that are given by their names. Not thread-safe.
 */
final class BackendHeaders {

	private final Map<String, String> given;

	private final Map<String, String> preset = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	/**
	 * The headers that are given.
	 * @param property the property that they are from
	 */
	BackendHeaders(Map<String, String> given, String property) {
		this.given = Headers.checked(given, property);
	}

	boolean isGiven(String name) {
		return this.given.containsKey(name);
	}

	void put(String name, String value) {
		this.preset.put(name, value);
	}

	/**
	 * A header whose value is from a property.
	 */
	void put(String name, String value, String property) {
		put(name, Headers.checkedValue(value, property));
	}

	/**
	 * A credential behind a scheme, which may have been written before it.
	 */
	void putCredential(String name, String scheme, String value, String property) {
		put(name, scheme + Headers.checkedValue(withoutScheme(value, scheme), property));
	}

	private static String withoutScheme(String value, String scheme) {
		return (!scheme.isEmpty() && value.regionMatches(true, 0, scheme, 0, scheme.length()))
				? value.substring(scheme.length()) : value;
	}

	void putBasic(String user, String userProperty, String password, String passwordProperty) {
		String both = Headers.checkedValue(user, userProperty) + ":" + Headers.checkedValue(password, passwordProperty);
		put(Headers.AUTHORIZATION,
				"Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
	}

	void addTo(VoiceBackend.Builder builder) {
		builder.headers(this.preset).headers(this.given);
	}

}
