package io.voicetelemetry.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Writes span trees as text that is the same for each run, to be compared with a
 * committed file: no ids, no times. Stateless.
 *
 * <pre>
 * agent_session
 *   agent_turn
 *     * generation
 *     llm.voice_response [llm_request] gen_ai.usage.input_tokens=12
 * </pre>
 *
 * @since 0.1.0
 */
public final class VoiceTraceTree {

	private VoiceTraceTree() {
	}

	/**
	 * Render the trees without attributes.
	 * @param spans the spans, of any number of traces
	 * @return one line per span and event, each ending with a line feed
	 */
	public static String render(Collection<ReceivedSpan> spans) {
		return render(spans, (key) -> false);
	}

	/**
	 * Render the trees with some attributes.
	 * <p>
	 * Under each span its events come first, as they happened, then its children by start
	 * and name. A span whose parent is not among the given ones is at the left, marked
	 * {@code (parent missing)}. A string that could be taken for something else, such as
	 * {@code "12"}, is quoted.
	 * @param spans the spans, of any number of traces
	 * @param attributeKeys which of the spans' attributes to show
	 * @return one line per span and event, each ending with a line feed
	 * @throws IllegalArgumentException when parents form a circle
	 */
	public static String render(Collection<ReceivedSpan> spans, Predicate<String> attributeKeys) {
		Renderer renderer = new Renderer(new SpanIndex(spans), attributeKeys);
		return renderer.childrenOf(null, "");
	}

	private record Renderer(SpanIndex spans, Predicate<String> attributeKeys) {

		Renderer {
			spans.all().stream().filter((span) -> spans.above(span).circular()).findFirst().ifPresent((span) -> {
				throw new IllegalArgumentException("The spans above " + Violations.nameOf(span) + " form a circle");
			});
		}

		String childrenOf(@Nullable ReceivedSpan parent, String indent) {
			List<Subtree> children = new ArrayList<>();
			for (ReceivedSpan span : this.spans.all()) {
				if (this.spans.parentOf(span) == parent) {
					children.add(new Subtree(span.startEpochNanos(), span.name(), subtree(span, indent)));
				}
			}
			children.sort(Subtree.ORDER);
			return String.join("", children.stream().map(Subtree::text).toList());
		}

		private String subtree(ReceivedSpan span, String indent) {
			StringBuilder text = new StringBuilder(indent).append(line(span)).append('\n');
			span.events()
				.stream()
				.sorted(Comparator.comparingLong(ReceivedEvent::epochNanos))
				.forEach((event) -> text.append(indent).append("  * ").append(event.name()).append('\n'));
			return text.append(childrenOf(span, indent + "  ")).toString();
		}

		private String line(ReceivedSpan span) {
			StringBuilder line = new StringBuilder(span.name());
			String stage = span.stage();
			if (stage != null && !stage.equals(span.name())) {
				line.append(" [").append(stage).append(']');
			}
			if (span.hasParent() && this.spans.parentOf(span) == null) {
				line.append(" (parent missing)");
			}
			span.attributes()
				.entrySet()
				.stream()
				.filter((attribute) -> this.attributeKeys.test(attribute.getKey()))
				.map((attribute) -> " " + attribute.getKey() + "=" + value(attribute.getValue()))
				.sorted()
				.forEach(line::append);
			return line.toString();
		}

		private static String value(Object value) {
			if (value instanceof List<?> list) {
				return list.stream().map(Renderer::value).toList().toString();
			}
			return (value instanceof String text && !isPlain(text)) ? quoted(text) : value.toString();
		}

		private static boolean isPlain(String text) {
			return text.matches("[\\p{L}_][^\\s\"\\\\=,\\[\\]]*") && !text.matches("true|false|NaN|Infinity");
		}

		private static String quoted(String text) {
			return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
					+ '"';
		}

	}

	/**
	 * A rendered span. The text is the last resort of the order: spans alike in start and
	 * name differ in ids alone or in what is shown.
	 */
	private record Subtree(long start, String name, String text) {

		static final Comparator<Subtree> ORDER = Comparator.comparingLong(Subtree::start)
			.thenComparing(Subtree::name)
			.thenComparing(Subtree::text);

	}

}
