package io.voicetelemetry.dialect;

import java.util.List;

/**
 * The dialects that come with this project.
 *
 * @since 0.1
 */
public final class BuiltInDialects {

	// @formatter:off
	private static final List<SpanDialect> ALL = List.of(
			new GenAiLatestDialect(),
			LiveKitDialect.current(),
			LiveKitDialect.legacy(),
			new LangfuseDialect(),
			new OpenObserveDialect(),
			new SuperlogDialect());
	// @formatter:on

	private BuiltInDialects() {
	}

	/**
	 * All of them.
	 * @return the dialects, each with a name of its own
	 */
	public static List<SpanDialect> all() {
		return ALL;
	}

}
