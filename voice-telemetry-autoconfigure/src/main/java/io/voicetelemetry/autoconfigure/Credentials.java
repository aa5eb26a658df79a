package io.voicetelemetry.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Credentials that are not what the product would take, and which are easily confused.
 */
final class Credentials {

	private static final Pattern ORGANIZATION = Pattern.compile("[A-Za-z0-9_.~-]+");

	private static final String BASIC = "Basic ";

	private Credentials() {
	}

	static @Nullable String langfusePublicKey(PresetProperties.Langfuse langfuse) {
		return notSwapped(langfuse.publicKey(), "public-key", "sk-", "holds a secret key", "pk-");
	}

	static @Nullable String langfuseSecretKey(PresetProperties.Langfuse langfuse) {
		return notSwapped(langfuse.secretKey(), "secret-key", "pk-", "holds a public key", "sk-");
	}

	private static @Nullable String notSwapped(@Nullable String key, String property, String wrong, String problem,
			String right) {
		if (key != null && key.strip().startsWith(wrong)) {
			throw invalid(BackendPresets.LANGFUSE, property, problem,
					"Write the key that begins with " + right + ": the two may have been swapped.");
		}
		return key;
	}

	static @Nullable String openobserveOrganization(PresetProperties.Openobserve openobserve) {
		String organization = openobserve.organization();
		if (organization == null || organization.isBlank()) {
			return null;
		}
		String stripped = organization.strip();
		if (!ORGANIZATION.matcher(stripped).matches()) {
			throw invalid(BackendPresets.OPENOBSERVE, "organization",
					"has a character that the id of an organization cannot have",
					"Write its id, as it is in the URLs of OpenObserve, rather than its name.");
		}
		return stripped;
	}

	/**
	 * What stands behind "Basic".
	 */
	static @Nullable String openobserveToken(PresetProperties.Openobserve openobserve) {
		String token = openobserve.token();
		if (token == null || token.isBlank()) {
			return null;
		}
		String stripped = token.strip();
		String plain = stripped.regionMatches(true, 0, BASIC, 0, BASIC.length())
				? stripped.substring(BASIC.length()).strip() : stripped;
		if (plain.contains(":") || plain.contains("@")) {
			throw invalid(BackendPresets.OPENOBSERVE, "token",
					"holds an e-mail or a password rather than Base64 of both",
					"Write them as username and password, or the token as OpenObserve shows it.");
		}
		if (!decoded(plain).contains(":")) {
			throw invalid(BackendPresets.OPENOBSERVE, "token", "is not Base64 of an e-mail and a token",
					"Write it as OpenObserve shows it, or use username and password.");
		}
		return plain;
	}

	static void requireOne(PresetProperties.Openobserve openobserve) {
		if (BackendDraft.isSet(openobserve.token())
				&& (BackendDraft.isSet(openobserve.username()) || BackendDraft.isSet(openobserve.password()))) {
			throw invalid(BackendPresets.OPENOBSERVE, "token", "is set beside username or password",
					"Choose one: the token, or username and password.");
		}
	}

	private static String decoded(String base64) {
		try {
			return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	private static InvalidVoiceTelemetryConfigurationException invalid(String backend, String key, String problem,
			String action) {
		return new InvalidVoiceTelemetryConfigurationException(ExportProperties.PREFIX + "." + backend + "." + key,
				problem, action);
	}

}
