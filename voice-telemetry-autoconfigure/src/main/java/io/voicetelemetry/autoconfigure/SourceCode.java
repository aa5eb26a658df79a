package io.voicetelemetry.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.info.GitProperties;

/**
 * Where the source code of the application is, as far as {@code git.properties} says it.
 *
 * @param repository URL of the repository as a browser opens it, or {@code null}
 * @param revision id of the commit, or {@code null}
 */
record SourceCode(@Nullable String repository, @Nullable String revision) {

	static final String REPOSITORY = "vcs.repository.url.full";

	static final String REVISION = "vcs.ref.head.revision";

	static final SourceCode UNKNOWN = new SourceCode(null, null);

	/** User info, which may be a token, is left out. */
	private static final Pattern URL = Pattern
		.compile("(?:https?|ssh|git)://(?:[^@/]*@)?([^/@:]+)(?::\\d+)?/(.+?)(?:\\.git)?/?");

	/** As git writes it: {@code git@host:path}. */
	private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/@:]+):([^/].*?)(?:\\.git)?/?");

	/**
	 * What is not known to the application's resource, which has the last word.
	 */
	static SourceCode of(@Nullable GitProperties git, @Nullable Resource resource) {
		if (git == null) {
			return UNKNOWN;
		}
		return new SourceCode(has(resource, REPOSITORY) ? null : browsable(git.get("remote.origin.url")),
				has(resource, REVISION) ? null : git.getCommitId());
	}

	private static boolean has(@Nullable Resource resource, String key) {
		return resource != null
				&& resource.getAttributes().asMap().keySet().stream().anyMatch((each) -> each.getKey().equals(key));
	}

	private static @Nullable String browsable(@Nullable String remote) {
		if (remote == null) {
			return null;
		}
		for (Pattern pattern : new Pattern[] { URL, SCP }) {
			Matcher matcher = pattern.matcher(remote.strip());
			if (matcher.matches()) {
				return "https://" + matcher.group(1) + "/" + matcher.group(2);
			}
		}
		return null;
	}

}
