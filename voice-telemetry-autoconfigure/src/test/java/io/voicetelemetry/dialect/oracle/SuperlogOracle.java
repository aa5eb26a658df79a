package io.voicetelemetry.dialect.oracle;

import java.util.Collection;
import java.util.List;

import io.voicetelemetry.test.ReceivedSpan;

/**
 * What Superlog shows of a span: it maps nothing, so this is what its conventions for
 * voice agents ask spans to say.
 *
 * @see <a href="https://github.com/superloglabs/skills">The skill otel-livekit-style</a>
 */
public final class SuperlogOracle implements ProductOracle {

	private static final String SESSION = "voice.session";

	private static final String[] OF_MODEL_CALLS = { "tenant.id", "llm.provider", "llm.model", "llm.use_case",
			"llm.call_site", "outcome" };

	@Override
	public List<ProductView> show(Collection<ReceivedSpan> spans) {
		return spans.stream().map(SuperlogOracle::view).toList();
	}

	private static ProductView view(ReceivedSpan span) {
		SpanValues values = new SpanValues(span.attributes());
		ProductView.Draft draft = ProductView.of(span);
		draft.type = span.name().equals(SESSION) ? "session" : values.has("llm.model") ? "llm" : "span";
		draft.model = values.first("llm.model");
		draft.provider = values.first("llm.provider");
		draft.session = values.first("session.id");
		draft.user = values.first("user.id");
		draft.level = span.statusCode();
		draft.statusMessage = span.statusMessage().isEmpty() ? null : span.statusMessage();
		draft.inputTokens = values.firstCount("gen_ai.usage.input_tokens");
		draft.outputTokens = values.firstCount("gen_ai.usage.output_tokens");
		for (String key : OF_MODEL_CALLS) {
			draft.detail(key, values.value(key));
		}
		if (draft.type.equals("session")) {
			draft.detail("roomName", values.value("voice.room_name"));
			draft.detail("durationMillis", values.value("voice.duration_ms"));
		}
		if (values.hasPrefix("superlog.")) {
			draft.problem("superlog.* is stripped");
		}
		draft.metadata.putAll(span.attributes());
		return draft.view();
	}

}
