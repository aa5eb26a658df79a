package io.voicetelemetry.autoconfigure;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Knows which properties hold secrets, and those that are set.
 */
final class Secrets {

	static final String MASK = "******";

	/** Shorter ones are no secrets, and would be found in much that is none. */
	private static final int MIN_LENGTH = 6;

	private static final String EXPORT = letters(VoiceTelemetryProperties.PREFIX + ".export");

	private static final String OPEN_TELEMETRY = letters("OTEL_EXPORTER_OTLP");

	private static final String USER_ID = letters(UserIdProperties.HMAC_KEY);

	private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\s]*@");

	private static final Pattern QUERY = Pattern.compile("\\?[^#\\s]*");

	private final Supplier<@Nullable VoiceTelemetryProperties> properties;

	private final Supplier<@Nullable PresetProperties> presets;

	Secrets(Supplier<@Nullable VoiceTelemetryProperties> properties, Supplier<@Nullable PresetProperties> presets) {
		this.properties = properties;
		this.presets = presets;
	}

	/**
	 * Whether the value of a property or environment variable is secret.
	 */
	static boolean isSecret(String name) {
		String letters = letters(name);
		boolean ours = letters.startsWith(EXPORT);
		return letters.startsWith(USER_ID)
				|| ((ours || letters.startsWith(OPEN_TELEMETRY) || letters.contains("exportotlp"))
						&& letters.contains("headers"))
				|| (ours && Headers.isCredential(letters.substring(EXPORT.length())));
	}

	/**
	 * Whether the value of a property or environment variable is a URL that may hold a
	 * secret.
	 */
	static boolean isUrl(String name) {
		String letters = letters(name);
		return (letters.startsWith(EXPORT) || letters.startsWith(OPEN_TELEMETRY))
				&& (letters.endsWith("endpoint") || letters.endsWith("url"));
	}

	/**
	 * A URL without what may be secret.
	 */
	static String maskedUrl(String url) {
		return QUERY.matcher(USER_INFO.matcher(url).replaceAll("//" + MASK + "@")).replaceAll("?" + MASK);
	}

	/**
	 * Whether a text holds a secret that is set: the command line does, or the variable
	 * that a property refers to.
	 */
	boolean isIn(String text) {
		return all().stream().anyMatch(text::contains);
	}

	private Set<String> all() {
		Set<String> secrets = new HashSet<>();
		VoiceTelemetryProperties properties = this.properties.get();
		if (properties != null) {
			String key = properties.userId().hmacKey();
			if (key != null) {
				secrets.add(key.strip());
			}
			properties.export().backends().forEach((backend) -> addAll(secrets, backend));
		}
		PresetProperties presets = this.presets.get();
		if (presets != null) {
			presets.secrets().forEach((secret) -> add(secrets, secret));
		}
		return secrets;
	}

	private static void addAll(Set<String> secrets, BackendProperties backend) {
		backend.headers().forEach((name, value) -> {
			if (Headers.isCredential(name)) {
				add(secrets, value.strip());
			}
		});
		String endpoint = backend.endpoint();
		int query = (endpoint != null) ? endpoint.indexOf('?') : -1;
		if (endpoint != null && query >= 0) {
			for (String parameter : endpoint.substring(query + 1).split("&")) {
				add(secrets, parameter.substring(parameter.indexOf('=') + 1));
			}
		}
	}

	/** Without the scheme, as it is where it comes from. */
	private static void add(Set<String> secrets, String value) {
		String secret = value.substring(value.lastIndexOf(' ') + 1);
		if (secret.length() >= MIN_LENGTH) {
			secrets.add(secret);
		}
	}

	/**
	 * A name as it is in any of the forms that Boot understands.
	 */
	private static String letters(String name) {
		StringBuilder letters = new StringBuilder(name.length());
		name.toLowerCase(Locale.ROOT).chars().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
		return letters.toString();
	}

}
