package io.voicetelemetry.dialect;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The dialects that come with this project.
 *
 * @since 0.1
 */
public final class BuiltInDialects {

	private BuiltInDialects() {
	}

	/**
	 * All of them, of which none hides anything.
	 * @return the dialects, each with a name of its own
	 */
	public static List<SpanDialect> all() {
		return all((name) -> null);
	}

	/**
	 * All of them.
	 * @param variables the value of an environment variable, {@code null} if it has none:
	 * those of OpenInference say what its dialect hides
	 * @return the dialects, each with a name of its own
	 */
	public static List<SpanDialect> all(Function<String, @Nullable String> variables) {
		// @formatter:off
		return List.of(
				new BraintrustDialect(),
				new CatalystDialect(),
				new GenAiLatestDialect(),
				new LangfuseDialect(),
				new LangSmithDialect(),
				LiveKitDialect.current(),
				LiveKitDialect.legacy(),
				new OpenInferenceDialect(OpenInferencePrivacy.of(variables)),
				new OpenObserveDialect(),
				new OpikDialect(),
				new SuperlogDialect());
		// @formatter:on
	}

}
