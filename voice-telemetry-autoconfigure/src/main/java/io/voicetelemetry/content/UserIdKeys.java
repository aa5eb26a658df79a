package io.voicetelemetry.content;

import java.util.Set;

/**
 * The keys of attributes that hold the id of a user, as the semantic conventions, and
 * backends and frameworks with names of their own, have them.
 *
 * @since 0.1
 */
public final class UserIdKeys {

	/**
	 * All of them.
	 */
	public static final Set<String> ALL = Set.of("user.id", "enduser.id", "langfuse.user.id",
			"ai.telemetry.metadata.userId");

	private UserIdKeys() {
	}

}
