package io.voicetelemetry.content;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What users are called where nobody is to know who they are: the first 128 bits of the
 * HMAC-SHA256 of their id, in hexadecimal, after {@value #PREFIX}. The same user has the
 * same pseudonym wherever the key is the same; without the key nobody can tell whose it
 * is, or try ids until one fits. Thread-safe.
 *
 * @since 0.1
 */
public final class UserIdPseudonyms {

	/**
	 * What each begins with, so that none is made of another.
	 */
	public static final String PREFIX = "hmac:";

	/**
	 * The shortest key that cannot be guessed, in bytes.
	 */
	public static final int MIN_KEY_LENGTH = 16;

	/** What stands for a user whose pseudonym cannot be told. */
	private static final String UNKNOWN = PREFIX + "unknown";

	private static final String ALGORITHM = "HmacSHA256";

	private static final int BYTES = 16;

	private static final Pattern PSEUDONYM = Pattern.compile(PREFIX + "(?:[0-9a-f]{" + 2 * BYTES + "}|unknown)");

	private final SecretKeySpec key;

	private UserIdPseudonyms(SecretKeySpec key) {
		this.key = key;
	}

	/**
	 * Pseudonyms made with a key.
	 * @param key the key, which is used as its UTF-8 bytes
	 * @return the pseudonyms
	 * @throws IllegalArgumentException if the key has fewer than {@value #MIN_KEY_LENGTH}
	 * bytes
	 */
	public static UserIdPseudonyms withKey(String key) {
		byte[] bytes = Objects.requireNonNull(key, "key").getBytes(StandardCharsets.UTF_8);
		if (bytes.length < MIN_KEY_LENGTH) {
			throw new IllegalArgumentException("The key has fewer than " + MIN_KEY_LENGTH + " bytes");
		}
		return new UserIdPseudonyms(new SecretKeySpec(bytes, ALGORITHM));
	}

	/**
	 * The pseudonym of a user.
	 * @param userId the id, or a pseudonym already
	 * @return the pseudonym, never the id
	 */
	public String of(String userId) {
		if (PSEUDONYM.matcher(Objects.requireNonNull(userId, "userId")).matches()) {
			return userId;
		}
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			byte[] hash = mac.doFinal(userId.getBytes(StandardCharsets.UTF_8));
			return PREFIX + HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
		}
		catch (GeneralSecurityException ex) {
			// Every JDK has it.
			return UNKNOWN;
		}
	}

	/**
	 * Without the key.
	 */
	@Override
	public String toString() {
		return "UserIdPseudonyms";
	}

}
