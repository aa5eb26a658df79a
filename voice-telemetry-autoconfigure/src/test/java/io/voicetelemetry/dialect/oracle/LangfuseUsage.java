package io.voicetelemetry.dialect.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How Langfuse puts tokens into buckets: as {@code langfuse.observation.usage_details}
 * says if that is a JSON text, else from keys of other conventions, of which it knows a
 * few and passes the rest on as buckets of their own.
 */
final class LangfuseUsage {

	private static final String DETAILS = "langfuse.observation.usage_details";

	private static final List<String> INPUT = List.of("prompt_tokens", "input_tokens", "prompt");

	private static final List<String> OUTPUT = List.of("completion_tokens", "output_tokens", "completion");

	private static final List<String> TOTAL = List.of("total_tokens", "total");

	private static final List<String> CACHE_READ = List.of("cache_read.input_tokens", "cache_read_input_tokens",
			"cache_read_tokens", "details.cache_read_tokens", "details.cache_read_input_tokens",
			"prompt_details.cache_read", "input_cached_tokens");

	private static final List<String> CACHE_CREATION = List.of("cache_creation.input_tokens",
			"cache_creation_input_tokens", "cache_write_tokens", "details.cache_write_tokens",
			"details.cache_creation_input_tokens", "prompt_details.cache_write", "input_cache_creation");

	private static final List<String> REASONING = List.of("reasoning.output_tokens", "completion_details.reasoning");

	private static final List<String> OUTPUT_AUDIO = List.of("completion_details.audio");

	private final SpanValues values;

	private final Map<String, Long> raw = new LinkedHashMap<>();

	private final Map<String, Long> buckets = new LinkedHashMap<>();

	LangfuseUsage(SpanValues values) {
		this.values = values;
	}

	Map<String, Long> buckets(ProductView.Draft draft) {
		Object details = this.values.value(DETAILS);
		if (details instanceof String) {
			Map<String, Object> given = SpanValues.object(details);
			if (given != null) {
				return given(given, draft);
			}
		}
		if (details != null) {
			draft.problem(DETAILS + " is no text with a JSON object: it ends in the metadata");
		}
		return fromOtherConventions();
	}

	private Map<String, Long> given(Map<String, Object> details, ProductView.Draft draft) {
		details.forEach((bucket, tokens) -> {
			Long count = SpanValues.count(tokens);
			if (count == null) {
				draft.problem("a bucket that is no number: " + bucket);
			}
			else if (bucket.endsWith("_details") || INPUT.contains(bucket) || OUTPUT.contains(bucket)) {
				draft.problem("a bucket that is taken for OpenAI's own form: " + bucket);
			}
			else {
				this.buckets.put(bucket, count);
			}
		});
		return this.buckets;
	}

	private Map<String, Long> fromOtherConventions() {
		read("gen_ai.usage.");
		read("llm.token_count.");
		Long input = take(INPUT);
		Long output = take(OUTPUT);
		Long total = take(TOTAL);
		Long cacheRead = take(CACHE_READ);
		Long cacheCreation = take(CACHE_CREATION);
		Long reasoning = take(REASONING);
		Long outputAudio = take(OUTPUT_AUDIO);
		put("input", without(input, cacheRead, cacheCreation));
		put("output", without(output, reasoning, outputAudio));
		put("input_cached_tokens", cacheRead);
		put("input_cache_creation", cacheCreation);
		put("output_reasoning_tokens", reasoning);
		put("output_audio_tokens", outputAudio);
		// Whatever it does not know it passes on, and takes from nothing.
		this.raw.forEach(this.buckets::putIfAbsent);
		if (total == null && !this.buckets.isEmpty()) {
			total = this.buckets.values().stream().mapToLong(Long::longValue).sum();
		}
		put("total", total);
		return this.buckets;
	}

	private void read(String prefix) {
		this.values.withPrefix(prefix).forEach((key, value) -> {
			Long count = SpanValues.count(value);
			if (count != null && !key.equals("cost")) {
				this.raw.putIfAbsent(key, count);
			}
		});
	}

	/** The first of these, of which none is left. */
	private @Nullable Long take(List<String> aliases) {
		Long count = aliases.stream().map(this.raw::get).filter(Objects::nonNull).findFirst().orElse(null);
		aliases.forEach(this.raw::remove);
		return count;
	}

	private static @Nullable Long without(@Nullable Long whole, @Nullable Long... parts) {
		if (whole == null) {
			return null;
		}
		long rest = whole;
		for (Long part : parts) {
			rest -= (part != null) ? part : 0;
		}
		return Math.max(rest, 0);
	}

	private void put(String bucket, @Nullable Long tokens) {
		if (tokens != null) {
			this.buckets.put(bucket, tokens);
		}
	}

	/** The sum that is shown: of all buckets with such a name. */
	static @Nullable Long sum(Map<String, Long> buckets, String part) {
		List<Long> counts = buckets.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().contains(part))
			.map(Map.Entry::getValue)
			.toList();
		return counts.isEmpty() ? null : Long.valueOf(counts.stream().mapToLong(Long::longValue).sum());
	}

}
