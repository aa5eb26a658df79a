package io.voicetelemetry.dialect.oracle;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.test.ReceivedSpan;

/**
 * What Braintrust shows of a span, as far as its documentation says: its own keys before
 * those of the GenAI conventions.
 *
 * @see <a href="https://www.braintrust.dev/docs/integrations/opentelemetry">OpenTelemetry
 * in Braintrust</a>
 */
public final class BraintrustOracle implements ProductOracle {

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		return spans.stream().map(BraintrustOracle::view).toList();
	}

	private static ProductView view(ReceivedSpan span) {
		SpanValues values = new SpanValues(span.attributes());
		ProductView.Draft draft = ProductView.of(span);
		Map<String, Object> attributes = object(values, "braintrust.span_attributes", draft);
		draft.type = (attributes.get("type") instanceof String type) ? type
				: "chat".equals(values.first("gen_ai.operation.name")) ? "llm" : null;
		draft.input = values.first("braintrust.input_json", "braintrust.input", "gen_ai.input.messages");
		draft.output = values.first("braintrust.output_json", "braintrust.output", "gen_ai.output.messages");
		for (String key : List.of("braintrust.input_json", "braintrust.output_json")) {
			if (values.has(key) && SpanValues.json(values.value(key)) == null) {
				draft.problem(key + " is no JSON");
			}
		}
		draft.metadata.putAll(object(values, "braintrust.metadata", draft));
		object(values, "braintrust.metrics", draft).forEach((name, value) -> draft.detail(name, value));
		draft.model = values.first("gen_ai.response.model", "gen_ai.request.model");
		draft.provider = values.first("gen_ai.provider.name", "gen_ai.system");
		draft.inputTokens = values.firstCount("gen_ai.usage.input_tokens");
		draft.outputTokens = values.firstCount("gen_ai.usage.output_tokens");
		draft.tags.addAll(SpanValues.texts(values.value("braintrust.tags")));
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		return draft.view();
	}

	private static Map<String, Object> object(SpanValues values, String key, ProductView.Draft draft) {
		Object value = values.value(key);
		Map<String, Object> object = SpanValues.object(value);
		if (value != null && object == null) {
			draft.problem(key + " is no JSON object");
		}
		return (object != null) ? object : Map.of();
	}

}
