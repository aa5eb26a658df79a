package io.voicetelemetry.dialect;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Superlog's style for LiveKit agents: a {@code voice.session} with how long it took, and
 * calls to models named for what the product uses them for. What was said is never sent:
 * its conventions have no place for it.
 *
 * @see <a href=
 * "https://github.com/superloglabs/skills/blob/1de229e/skills/otel-livekit-style/SKILL.md">The
 * style</a>
 */
final class SuperlogDialect implements SpanDialect, HidesContent {

	private static final String SESSION = "voice.session";

	private static final String LLM = "llm.";

	private static final String DURATION = "voice.duration_ms";

	private static final String PROVIDER = "llm.provider";

	private static final String MODEL = "llm.model";

	private static final String USE_CASE = "llm.use_case";

	private static final String CALL_SITE = "llm.call_site";

	private static final String OUTCOME = "outcome";

	/** Superlog strips them. */
	private static final String OWN = "superlog.";

	private static final String USAGE = "gen_ai.usage.";

	private static final int MAX_NAME = 100;

	@Override
	public String name() {
		return "superlog";
	}

	@Override
	public List<String> ownPrefixes() {
		return List.of(OWN);
	}

	@Override
	public void translate(CanonicalSpan span, SpanRewrite rewrite) {
		if (!span.isCounted()) {
			rewrite.removeIf((key) -> key.startsWith(USAGE));
		}
		rewrite.put(OUTCOME, outcome(span));
		Stage stage = span.stage();
		if (stage == Stage.AGENT_SESSION) {
			SpanData data = span.data();
			rewrite.name(isNamed(span) ? data.getName() : SESSION);
			rewrite.put(DURATION, TimeUnit.NANOSECONDS.toMillis(data.getEndEpochNanos() - data.getStartEpochNanos()));
		}
		else if (stage == Stage.LLM_REQUEST || stage == Stage.REALTIME_INFERENCE) {
			putModel(span, rewrite);
		}
	}

	private static void putModel(CanonicalSpan span, SpanRewrite rewrite) {
		String model = span.get(TelemetryAttributes.REQUEST_MODEL);
		rewrite.name(product(span))
			.put(PROVIDER, span.get(TelemetryAttributes.PROVIDER_NAME))
			.put(MODEL, (model != null) ? model : span.get(TelemetryAttributes.RESPONSE_MODEL))
			.put(USE_CASE, span.get(TelemetryAttributes.USE_CASE))
			.put(CALL_SITE, span.get(TelemetryAttributes.CALL_SITE));
	}

	/**
	 * What the product calls it: by the name that it gave, else by the use.
	 */
	private static @Nullable String product(CanonicalSpan span) {
		String name = isNamed(span) ? span.data().getName() : span.get(TelemetryAttributes.USE_CASE);
		if (name == null || name.startsWith(LLM)) {
			return name;
		}
		return LLM + TextLength.limit(name, MAX_NAME).strip().replace(' ', '_');
	}

	private static boolean isNamed(CanonicalSpan span) {
		return span.isOurs() && span.stage() != null && !span.data().getName().equals(span.stage().value());
	}

	private static String outcome(CanonicalSpan span) {
		String outcome = span.get(TelemetryAttributes.OUTCOME);
		return (outcome != null) ? outcome : (span.isError() ? Outcome.ERROR : Outcome.SUCCESS).value();
	}

	@Override
	public boolean hides() {
		return true;
	}

	@Override
	public void hide(CanonicalSpan span, SpanRewrite rewrite) {
		rewrite.removeIf((key) -> key.startsWith(OWN));
		ContentRemoval.from(rewrite);
	}

}
