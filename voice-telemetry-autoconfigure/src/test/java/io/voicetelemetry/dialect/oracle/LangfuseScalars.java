package io.voicetelemetry.dialect.oracle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Langfuse reads of a span beside input, output and tokens.
 */
final class LangfuseScalars {

	private static final String COMPLETION_START = "langfuse.observation.completion_start_time";

	private static final int LONGEST_ID = 800;

	private final ReceivedSpan span;

	private final SpanValues values;

	private final SpanValues resource;

	LangfuseScalars(ReceivedSpan span) {
		this.span = span;
		this.values = new SpanValues(span.attributes());
		this.resource = new SpanValues(span.resourceAttributes());
	}

	void read(ProductView.Draft draft) {
		draft.session = this.values.first("langfuse.session.id", "session.id", "gen_ai.conversation.id",
				"langfuse.observation.metadata.langfuse_session_id", "langfuse.trace.metadata.langfuse_session_id",
				"ai.telemetry.metadata.sessionId");
		draft.user = this.values.first("langfuse.user.id", "user.id", "langfuse.observation.metadata.langfuse_user_id",
				"langfuse.trace.metadata.langfuse_user_id", "ai.telemetry.metadata.userId");
		checkLength("session", draft.session, draft);
		checkLength("user", draft.user, draft);
		for (String key : List.of("langfuse.trace.tags", "langfuse.tags", "langfuse.trace.metadata.langfuse_tags",
				"ai.telemetry.metadata.tags", "tag.tags")) {
			if (draft.tags.isEmpty()) {
				draft.tags.addAll(SpanValues.texts(this.values.value(key)));
			}
		}
		draft.environment = environment(draft);
		draft.model = this.values.first("langfuse.observation.model.name", "gen_ai.response.model", "ai.model.id",
				"gen_ai.request.model", "llm.response.model", "llm.model_name", "model");
		draft.timeToFirstToken = timeToFirstToken(draft);
		metadata(draft);
		draft.detail("release", first(this.values.first("langfuse.release"), this.resource.first("langfuse.release")));
		draft.detail("version", first(this.values.first("langfuse.version"), this.resource.first("service.version")));
		draft.detail("traceName", this.values.first("langfuse.trace.name"));
		draft.detail("modelParameters", modelParameters());
		draft.detail("cost", first(this.values.first("langfuse.observation.cost_details"),
				this.values.first("gen_ai.usage.cost", "llm.cost.total")));
		if ("GENERATION".equals(draft.type)) {
			draft.detail("promptName", this.values.first("langfuse.observation.prompt.name", "langfuse.prompt.name"));
			draft.detail("promptVersion",
					this.values.first("langfuse.observation.prompt.version", "langfuse.prompt.version"));
		}
		if ("true".equals(String.valueOf(this.values.value("langfuse.internal.as_root")))) {
			draft.problem("langfuse.internal.as_root makes another root of it");
		}
	}

	private static @Nullable String first(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

	private static void checkLength(String what, @Nullable String id, ProductView.Draft draft) {
		if (id != null && id.length() > LONGEST_ID) {
			draft.problem("the " + what + "'s id is longer than " + LONGEST_ID);
		}
	}

	private String environment(ProductView.Draft draft) {
		for (String key : List.of("langfuse.environment", "deployment.environment.name", "deployment.environment")) {
			String found = first(this.values.first(key), this.resource.first(key));
			if (found != null) {
				String legal = found.toLowerCase(Locale.ROOT).replaceFirst("^langfuse", "");
				if (legal.matches("[a-z0-9_-]{1,40}")) {
					return legal;
				}
				draft.problem("an environment that Langfuse replaces by default: " + found);
				return "default";
			}
		}
		return "default";
	}

	private @Nullable Duration timeToFirstToken(ProductView.Draft draft) {
		Object given = this.values.value(COMPLETION_START);
		if (given == null) {
			String millis = this.values.first("ai.response.msToFirstChunk", "ai.stream.msToFirstChunk");
			return (millis != null) ? Duration.ofMillis((long) Double.parseDouble(millis)) : null;
		}
		if (!(given instanceof String text)) {
			draft.problem(COMPLETION_START + " is no text");
			return null;
		}
		Instant at;
		try {
			at = OffsetDateTime.parse(text.replaceAll("^\"|\"$", "")).toInstant();
		}
		catch (DateTimeException ex) {
			draft.problem(COMPLETION_START + " is no ISO date: " + text);
			return null;
		}
		Instant start = Instant.EPOCH.plusNanos(this.span.startEpochNanos());
		// Times are cut to milliseconds before they are compared.
		if (at.toEpochMilli() < start.toEpochMilli()
				|| at.isAfter(Instant.EPOCH.plusNanos(this.span.endEpochNanos()))) {
			draft.problem(COMPLETION_START + " is not within the span");
			return null;
		}
		return Duration.ofMillis(at.toEpochMilli() - start.toEpochMilli());
	}

	private void metadata(ProductView.Draft draft) {
		boolean found = false;
		for (String key : List.of("langfuse.trace.metadata", "langfuse.observation.metadata")) {
			found |= metadata(key, draft);
		}
		if (!found) {
			metadata("langfuse.metadata", draft);
		}
		this.values.withPrefix("ai.telemetry.metadata.").forEach(draft.metadata::put);
	}

	private boolean metadata(String key, ProductView.Draft draft) {
		Object value = this.values.value(key);
		Map<String, Object> object = SpanValues.object(value);
		if (value != null && object == null) {
			draft.problem(key + " is no JSON object: it is dropped");
		}
		Map<String, Object> children = this.values.withPrefix(key + ".");
		draft.metadata.putAll((object != null) ? object : Map.of());
		draft.metadata.putAll(children);
		return object != null || !children.isEmpty();
	}

	private @Nullable String modelParameters() {
		String given = this.values.first("langfuse.observation.model.parameters", "llm.invocation_parameters",
				"model_config");
		if (given != null) {
			return given;
		}
		Map<String, Object> parameters = new LinkedHashMap<>(this.values.withPrefix("gen_ai.request."));
		parameters.remove("model");
		parameters.putAll(this.values.withPrefix("llm.invocation_parameters."));
		ObjectNode json = SpanValues.JSON.valueToTree(parameters);
		return parameters.isEmpty() ? null : json.toString();
	}

}
