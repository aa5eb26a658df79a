package io.voicetelemetry.dialect.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;

/**
 * What a product shows of one span. What it does not show is {@code null} or empty.
 *
 * @param span the span as it arrived
 * @param type what the product takes it for, in the product's own word
 * @param name the name that is shown
 * @param input the input as JSON or text
 * @param output the output as JSON or text
 * @param usage tokens by the product's own buckets
 * @param inputTokens tokens of input, as the product adds them up
 * @param outputTokens tokens of output, as the product adds them up
 * @param model the model
 * @param provider who provides it
 * @param session by what the product puts calls together
 * @param user the caller
 * @param level how bad it is, in the product's own word
 * @param statusMessage what the error was
 * @param timeToFirstToken start of the span to the first token
 * @param environment where the application runs
 * @param tags the tags
 * @param metadata what can be searched for beside all this
 * @param details what this product alone knows
 * @param problems what the product would misread, drop or invent
 */
public record ProductView(ReceivedSpan span, @Nullable String type, String name, @Nullable String input,
		@Nullable String output, Map<String, Long> usage, @Nullable Long inputTokens, @Nullable Long outputTokens,
		@Nullable String model, @Nullable String provider, @Nullable String session, @Nullable String user,
		String level, @Nullable String statusMessage, @Nullable Duration timeToFirstToken, @Nullable String environment,
		List<String> tags, Map<String, Object> metadata, Map<String, Object> details, List<String> problems) {

	/** Short, for messages of tests that list all spans of a call. */
	@Override
	public String toString() {
		return this.type + " " + this.name + " " + this.details + this.problems;
	}

	static Draft of(ReceivedSpan span) {
		return new Draft(span);
	}

	/**
	 * A view while an oracle fills it in.
	 */
	static final class Draft {

		private final ReceivedSpan span;

		@Nullable String type;

		String name;

		@Nullable String input;

		@Nullable String output;

		Map<String, Long> usage = new LinkedHashMap<>();

		@Nullable Long inputTokens;

		@Nullable Long outputTokens;

		@Nullable String model;

		@Nullable String provider;

		@Nullable String session;

		@Nullable String user;

		String level = "";

		@Nullable String statusMessage;

		@Nullable Duration timeToFirstToken;

		@Nullable String environment;

		List<String> tags = new ArrayList<>();

		Map<String, Object> metadata = new LinkedHashMap<>();

		Map<String, Object> details = new LinkedHashMap<>();

		List<String> problems = new ArrayList<>();

		private Draft(ReceivedSpan span) {
			this.span = span;
			this.name = span.name();
			if (!span.duplicateKeys().isEmpty()) {
				this.problems.add("sent more than once: " + span.duplicateKeys());
			}
		}

		ReceivedSpan span() {
			return this.span;
		}

		void problem(String problem) {
			this.problems.add(problem);
		}

		void detail(String name, @Nullable Object value) {
			if (value != null) {
				this.details.put(name, value);
			}
		}

		ProductView view() {
			return new ProductView(this.span, this.type, this.name, this.input, this.output, Map.copyOf(this.usage),
					this.inputTokens, this.outputTokens, this.model, this.provider, this.session, this.user, this.level,
					this.statusMessage, this.timeToFirstToken, this.environment, List.copyOf(this.tags),
					Map.copyOf(this.metadata), Map.copyOf(this.details), List.copyOf(this.problems));
		}

	}

}
