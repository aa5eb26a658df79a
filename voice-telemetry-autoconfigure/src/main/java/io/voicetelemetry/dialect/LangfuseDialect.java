package io.voicetelemetry.dialect;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.api.common.AttributeKey;
import io.voicetelemetry.content.Sensitivity;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;

/**
 * Langfuse's own vocabulary, which outranks all others there: each of its fields is said
 * in {@code langfuse.*}, so that nothing else is taken for it. What the application says
 * in it stays.
 *
 * @see <a href=
 * "https://github.com/langfuse/langfuse/blob/6275144/packages/shared/src/server/otel/OtelIngestionProcessor.ts">What
 * Langfuse 4.16.0 reads</a>
 * @see <a href="https://langfuse.com/integrations/native/opentelemetry">Langfuse's
 * documentation</a>
 */
final class LangfuseDialect implements SpanDialect {

	/** Would make a span the root of its trace, whatever its parent. */
	private static final String AS_ROOT = "langfuse.internal.as_root";

	/** What is there is meant for the product. */
	private static final String OWN = "langfuse.";

	private static final String USAGE = "gen_ai.usage.";

	private static final String COST = "gen_ai.usage.cost";

	private static final String VOICE = "voice.";

	private static final String GEN_AI = "gen_ai.";

	private static final int MOST_METADATA_KEYS = 1024;

	private static final Map<String, String> METADATA_KEYS = new ConcurrentHashMap<>();

	@Override
	public String name() {
		return "langfuse";
	}

	@Override
	public List<String> ownPrefixes() {
		return List.of(OWN);
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.remove(AS_ROOT);
		LangfuseFields.putInto(rewrite, span);
		MisreadAttributes.setAside(span, rewrite, LangfuseDialect::metadata);
		span.data().getAttributes().forEach((key, value) -> {
			String name = key.getKey();
			if (name.startsWith(OWN)) {
				return;
			}
			if (isContent(name) && isShown(span, value)) {
				rewrite.remove(name);
			}
			else if (name.startsWith(VOICE)) {
				putVoice(rewrite, name);
			}
			else if (name.startsWith(USAGE)) {
				setUsageAside(span, rewrite, key);
			}
			else if (isOutOfPlace(span, name)) {
				rewrite.rename(name, metadata(name));
			}
		});
	}

	private static boolean isContent(String name) {
		return TelemetryAttributes.ofString(name).sensitivity() == Sensitivity.CONTENT;
	}

	/**
	 * Whether a text is part of the input or output.
	 */
	private static boolean isShown(CanonicalSpan span, Object text) {
		if (text.equals(span.input()) || text.equals(span.output())) {
			return true;
		}
		return LangfuseFields.isGeneration(span) && (text.equals(span.get(TelemetryAttributes.SYSTEM_INSTRUCTIONS))
				|| (text.equals(span.get(TelemetryAttributes.TOOL_DEFINITIONS)) && PromptJson.isArray((String) text)));
	}

	/**
	 * Langfuse filters by metadata, and by nothing else of what it has no field for.
	 */
	private static void putVoice(SpanRewrite rewrite, String name) {
		rewrite.copy(name, metadata(name));
		if (isContent(name)) {
			rewrite.remove(name);
		}
	}

	/**
	 * Of what Langfuse finds out the type of by itself, it finds out what was used, too.
	 */
	private static void setUsageAside(CanonicalSpan span, SpanRewrite rewrite, AttributeKey<?> key) {
		if (span.isUnknown() && span.isCounted()) {
			return;
		}
		boolean counted = LangfuseFields.isGeneration(span);
		TelemetryAttribute<?> known = TelemetryAttributes.find(key.getKey());
		if (counted && known != null && known.key().equals(key)) {
			rewrite.remove(key.getKey());
		}
		else if (!counted || !key.getKey().equals(COST)) {
			rewrite.rename(key.getKey(), metadata(key.getKey()));
		}
	}

	/**
	 * A tool's name is taken for that of the span. By a model, Langfuse counts tokens
	 * where none are given, and their costs.
	 */
	private static boolean isOutOfPlace(CanonicalSpan span, String name) {
		if (name.equals(TelemetryAttributes.TOOL_NAME.key().getKey())) {
			return LangfuseFields.type(span) != null && !LangfuseFields.TOOL.equals(LangfuseFields.type(span));
		}
		boolean model = name.equals(TelemetryAttributes.REQUEST_MODEL.key().getKey())
				|| name.equals(TelemetryAttributes.RESPONSE_MODEL.key().getKey());
		return model && span.stage() != null && !LangfuseFields.isGeneration(span);
	}

	/**
	 * The same for each span, so it is kept for as many keys as have room.
	 */
	private static String metadata(String key) {
		String known = METADATA_KEYS.get(key);
		if (known != null) {
			return known;
		}
		String name = key.startsWith(VOICE) ? key.substring(VOICE.length())
				: key.startsWith(GEN_AI) ? key.substring(GEN_AI.length()) : key;
		String metadata = LangfuseFields.METADATA + name.replace('.', '_');
		if (METADATA_KEYS.size() < MOST_METADATA_KEYS) {
			METADATA_KEYS.put(key, metadata);
		}
		return metadata;
	}

}
