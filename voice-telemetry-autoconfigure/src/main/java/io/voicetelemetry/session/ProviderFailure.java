package io.voicetelemetry.session;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a provider tells of in what it answers, rather than by an error of its
 * client: to be given to {@link VoiceSpan#fail(Throwable)}, and thrown by nobody. Its
 * code is the type of the error. It has no message and no stack trace.
 *
 * @since 0.1
 */
public final class ProviderFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** It is told without content, and is a tag of meters. */
	private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

	private final @Nullable String code;

	/**
	 * A failure.
	 * @param code the code of the provider, such as {@code rate_limit_exceeded};
	 * {@code null}, or what is no code, if it tells none
	 */
	public ProviderFailure(@Nullable String code) {
		super(null, null, false, false);
		this.code = (code != null && CODE.matcher(code).matches()) ? code : null;
	}

	/**
	 * The code of the provider.
	 * @return the code, or {@code null} if there is none
	 */
	public @Nullable String code() {
		return this.code;
	}

}
