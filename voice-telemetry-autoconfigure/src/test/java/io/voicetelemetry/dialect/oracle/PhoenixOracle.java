package io.voicetelemetry.dialect.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;

/**
 * What Arize Phoenix shows of a span: its OpenInference attributes, and what it makes of
 * {@code gen_ai.*} where these are missing.
 */
public final class PhoenixOracle implements ProductOracle {

	private static final String UNKNOWN = "UNKNOWN";

	private static final Set<String> KINDS = Set.of("LLM", "EMBEDDING", "CHAIN", "RETRIEVER", "RERANKER", "TOOL",
			"AGENT", "GUARDRAIL", "EVALUATOR", "PROMPT");

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		Map<String, String> sessions = new HashMap<>();
		Map<String, Map<String, Object>> synthesized = new HashMap<>();
		List<ReceivedSpan> inOrder = new ArrayList<>(spans);
		inOrder.sort(Comparator.comparingLong(ReceivedSpan::startEpochNanos));
		for (ReceivedSpan span : inOrder) {
			Map<String, Object> attributes = PhoenixSynthesis.of(span.attributes());
			synthesized.put(span.spanId(), attributes);
			String session = new SpanValues(attributes).first("session.id");
			if (session != null) {
				sessions.putIfAbsent(span.traceId(), session);
			}
		}
		Map<String, Map<String, Long>> own = new HashMap<>();
		List<ProductView.Draft> drafts = new ArrayList<>();
		for (ReceivedSpan span : spans) {
			ProductView.Draft draft = draft(span, new SpanValues(synthesized.getOrDefault(span.spanId(), Map.of())));
			draft.session = sessions.get(span.traceId());
			own.put(span.spanId(), draft.usage);
			drafts.add(draft);
		}
		Map<String, Map<String, Long>> totals = totals(spans, own);
		drafts.forEach((draft) -> {
			Map<String, Long> total = totals.getOrDefault(draft.span().spanId(), Map.of());
			draft.inputTokens = total.get("prompt");
			draft.outputTokens = total.get("completion");
		});
		return drafts.stream().map(ProductView.Draft::view).toList();
	}

	/** What a span and all below it took. */
	private static Map<String, Map<String, Long>> totals(Collection<ReceivedSpan> spans,
			Map<String, Map<String, Long>> own) {
		Map<String, String> parents = new HashMap<>();
		spans.forEach((span) -> parents.put(span.spanId(), span.parentSpanId()));
		Map<String, Map<String, Long>> totals = new HashMap<>();
		own.forEach((spanId, usage) -> {
			for (String id = spanId; id != null && !id.isEmpty(); id = parents.get(id)) {
				Map<String, Long> total = totals.computeIfAbsent(id, (key) -> new LinkedHashMap<>());
				usage.forEach((bucket, tokens) -> total.merge(bucket, tokens, Long::sum));
			}
		});
		return totals;
	}

	private static ProductView.Draft draft(ReceivedSpan span, SpanValues values) {
		ProductView.Draft draft = ProductView.of(span);
		String kind = values.first(OpenInferenceKeys.KIND);
		kind = (kind != null) ? kind.toUpperCase(Locale.ROOT) : UNKNOWN;
		draft.type = KINDS.contains(kind) ? kind : UNKNOWN;
		OpenInferenceKeys.read(values, draft);
		Map<String, Long> tokens = OpenInferenceKeys.tokens(values, draft);
		if (draft.type.equals("LLM")) {
			draft.usage = tokens;
		}
		else if (!tokens.isEmpty()) {
			draft.problem("tokens of a span that is no LLM are not counted");
		}
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		return draft;
	}

	/**
	 * Under which project the spans of a request are kept.
	 * @param header what the header {@code x-project-name} says
	 * @param resource the resource's attributes
	 * @return the project
	 */
	public static String project(@Nullable String header, Map<String, Object> resource) {
		return (header != null && !header.isEmpty()) ? header
				: String.valueOf(resource.getOrDefault("openinference.project.name", "default"));
	}

}
