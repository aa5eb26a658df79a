package io.voicetelemetry.dialect.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How OpenObserve counts the tokens of a span. What a model's call does not say it
 * guesses from the text, and adds the guess to the trace.
 */
final class OpenObserveUsage {

	private static final Set<String> GUESSED = Set.of("chat", "text_completion", "generate_content", "embeddings");

	private static final String DETAILS = "langfuse.observation.usage_details";

	private final SpanValues values;

	OpenObserveUsage(SpanValues values) {
		this.values = values;
	}

	void read(ProductView.Draft draft) {
		Long input = this.values.firstCount("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens",
				"llm.token_count.prompt");
		Long output = this.values.firstCount("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens",
				"llm.token_count.completion");
		Long cacheRead = this.values.firstCount("gen_ai.usage.cache_read.input_tokens");
		Long cacheCreation = this.values.firstCount("gen_ai.usage.cache_creation.input_tokens");
		long exclusive = 0;
		if (cacheRead == null) {
			cacheRead = this.values.firstCount("gen_ai.usage.cache_read_tokens", "gen_ai.usage.cached_tokens",
					"gen_ai.usage.cache_read_input_tokens");
			exclusive = (cacheRead != null) ? cacheRead : 0;
		}
		Map<String, Object> details = SpanValues.object(this.values.value(DETAILS));
		if (details != null) {
			draft.problem(DETAILS + " is written over the input, and the cache taken off twice");
			input = overwritten(input, details, "input");
			output = overwritten(output, details, "output");
		}
		boolean guessed = GUESSED.contains(String.valueOf(draft.type));
		Map<String, Long> usage = new LinkedHashMap<>();
		usage.put("input", orGuess(input, draft.input, guessed, draft));
		usage.put("output", orGuess(output, draft.output, guessed, draft));
		put(usage, "cache_read_input", cacheRead);
		put(usage, "cache_creation_input", cacheCreation);
		Long total = this.values.firstCount("gen_ai.usage.total_tokens");
		usage.put("total", (total != null) ? total : usage.get("input") + usage.get("output") + exclusive);
		draft.usage = usage;
		draft.inputTokens = usage.get("input");
		draft.outputTokens = usage.get("output");
	}

	private static void put(Map<String, Long> usage, String bucket, @Nullable Long tokens) {
		if (tokens != null) {
			usage.put(bucket, tokens);
		}
	}

	private static @Nullable Long overwritten(@Nullable Long count, Map<String, Object> details, String bucket) {
		Long given = SpanValues.count(details.get(bucket));
		return (given != null) ? given : count;
	}

	private static long orGuess(@Nullable Long count, @Nullable String text, boolean guessed, ProductView.Draft draft) {
		if (count != null) {
			return count;
		}
		if (!guessed || text == null) {
			return 0;
		}
		draft.detail("guessedTokens", true);
		// Any other number above 0 would do: nobody can expect a certain one.
		return text.length() / 4 + 1;
	}

}
