package io.voicetelemetry.integration.langchain4j;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Reads how many tokens a request took. What LangChain4j has no word for, tokens of a
 * cache and of reasoning, the classes of each provider tell by methods of their own: they
 * are called by name, so that no provider needs to be there.
 */
final class UsageReader {

	/** By whom each method is: OpenAI, Anthropic and Bedrock, Bedrock, Gemini. */
	private static final Map<TokenType, List<String>> PATHS = Map.of(TokenType.CACHED_INPUT,
			List.of("inputTokensDetails.cachedTokens", "cacheReadInputTokens", "cachedContentTokenCount"),
			TokenType.CACHE_CREATION_INPUT, List.of("cacheCreationInputTokens", "cacheWriteInputTokens"),
			TokenType.REASONING_OUTPUT, List.of("outputTokensDetails.reasoningTokens", "thoughtsTokenCount"));

	/**
	 * Who has this method leaves what is read from and written to a cache out of the
	 * input.
	 */
	private static final String CACHE_BESIDE_INPUT = "cacheReadInputTokens";

	private static final ClassValue<Accessors> ACCESSORS = new ClassValue<>() {

		@Override
		protected Accessors computeValue(Class<?> type) {
			return Accessors.of(type);
		}

	};

	private UsageReader() {
	}

	static TokenUsage read(dev.langchain4j.model.output.@Nullable TokenUsage usage) {
		if (usage == null) {
			return TokenUsage.unknown();
		}
		TokenUsage read = TokenUsage.of(usage.inputTokenCount(), usage.outputTokenCount());
		if (usage.getClass() == dev.langchain4j.model.output.TokenUsage.class) {
			return read;
		}
		Accessors accessors = ACCESSORS.get(usage.getClass());
		for (Accessor accessor : accessors.list()) {
			Integer count = accessor.read(usage);
			if (count != null) {
				read = read.with(accessor.type(), count);
			}
		}
		if (accessors.cacheBesideInput() && read.input().isPresent()) {
			read = read.with(TokenType.INPUT,
					read.input().getAsLong() + orZero(read.cachedInput()) + orZero(read.cacheCreationInput()));
		}
		return reasoningBesideOutput(read, usage.totalTokenCount())
				? read.with(TokenType.OUTPUT, orZero(read.output()) + orZero(read.reasoningOutput())) : read;
	}

	/**
	 * Gemini leaves reasoning out of the output, but not out of the total.
	 */
	private static boolean reasoningBesideOutput(TokenUsage read, @Nullable Integer total) {
		return total != null && read.input().isPresent() && read.output().isPresent()
				&& read.reasoningOutput().isPresent() && read.reasoningOutput().getAsLong() > 0
				&& total == orZero(read.input()) + orZero(read.output()) + orZero(read.reasoningOutput());
	}

	private static long orZero(OptionalLong count) {
		return count.orElse(0);
	}

	private record Accessors(List<Accessor> list, boolean cacheBesideInput) {

		static Accessors of(Class<?> type) {
			List<Accessor> found = new ArrayList<>();
			PATHS.forEach((tokens, paths) -> paths.stream()
				.map((path) -> Accessor.find(type, tokens, path))
				.filter(Objects::nonNull)
				.map(Objects::requireNonNull)
				.findFirst()
				.ifPresent(found::add));
			return new Accessors(found, Accessor.method(type, CACHE_BESIDE_INPUT) != null);
		}

	}

	/**
	 * Reads the tokens of one type: by a method, or by a method of what a method returns.
	 */
	private record Accessor(TokenType type, Method method, @Nullable Method detail) {

		static @Nullable Accessor find(Class<?> owner, TokenType type, String path) {
			int dot = path.indexOf('.');
			Method method = method(owner, (dot < 0) ? path : path.substring(0, dot));
			Method detail = (method != null && dot >= 0) ? method(method.getReturnType(), path.substring(dot + 1))
					: null;
			return (method != null && (dot < 0 || detail != null)) ? new Accessor(type, method, detail) : null;
		}

		static @Nullable Method method(Class<?> owner, String name) {
			try {
				return owner.getMethod(name);
			}
			catch (NoSuchMethodException ex) {
				return null;
			}
		}

		@Nullable Integer read(Object usage) {
			try {
				Object value = this.method.invoke(usage);
				if (this.detail != null) {
					value = (value != null) ? this.detail.invoke(value) : null;
				}
				return (value instanceof Integer count) ? count : null;
			}
			catch (ReflectiveOperationException ex) {
				// A class that is not public, say: what it knows stays unknown.
				return null;
			}
		}

	}

}
