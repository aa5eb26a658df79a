package io.voicetelemetry.dialect;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * A span as it was recorded, for dialects to read: in the vocabulary of the GenAI
 * conventions and of {@link TelemetryAttributes}. Immutable.
 *
 * @since 0.1
 */
public final class CanonicalSpan {

	private static final Map<String, Stage> STAGES = Arrays.stream(Stage.values())
		.collect(Collectors.toUnmodifiableMap(Stage::value, Function.identity()));

	private static final Set<Stage> COUNTED = EnumSet.of(Stage.LLM_REQUEST, Stage.REALTIME_INFERENCE, Stage.STT_REQUEST,
			Stage.TTS_REQUEST);

	private final SpanData data;

	private final boolean ours;

	private final @Nullable Stage stage;

	private final boolean counted;

	private final SpanContent content;

	CanonicalSpan(SpanData data) {
		this.data = data;
		this.ours = data.getInstrumentationScopeInfo().getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE);
		this.stage = this.ours ? stage(data) : FrameworkSpans.stage(data);
		this.counted = (this.stage != null) ? COUNTED.contains(this.stage)
				: !this.ours && !FrameworkSpans.isAggregate(data);
		this.content = SpanContent.of(this);
	}

	private static @Nullable Stage stage(SpanData data) {
		String value = data.getAttributes().get(TelemetryAttributes.STAGE.key());
		return (value != null) ? STAGES.get(value) : null;
	}

	/**
	 * The span.
	 * @return the span, with canonical attributes
	 */
	public SpanData data() {
		return this.data;
	}

	/**
	 * Whether this project made the span, rather than a framework.
	 * @return {@code true} if it did
	 */
	public boolean isOurs() {
		return this.ours;
	}

	/**
	 * Which stage it is. A framework's request to a model counts as
	 * {@link Stage#LLM_REQUEST}, its tool call as {@link Stage#FUNCTION_TOOL}, its agent
	 * as {@link Stage#AGENT_TURN}. Of a framework's span that is none, a product finds
	 * out by itself what it is.
	 * @return the stage, or {@code null} if it is none
	 */
	public @Nullable Stage stage() {
		return this.stage;
	}

	/**
	 * Whether the tokens and costs on it are its own, as those of requests, embeddings
	 * and speech are. Others repeat what their requests have used, which would count
	 * twice.
	 */
	boolean isCounted() {
		return this.counted;
	}

	/**
	 * Whether it is a framework's, of which is not known what stage it is.
	 */
	boolean isUnknown() {
		return !this.ours && this.stage == null;
	}

	/**
	 * The operation that it names, in lower case.
	 */
	@Nullable String operation() {
		return FrameworkSpans.operation(this.data);
	}

	/**
	 * The session that it is part of.
	 * @return the id of the session, else of the conversation, or {@code null} if neither
	 * is known
	 */
	public @Nullable String sessionId() {
		String session = get(TelemetryAttributes.SESSION_ID);
		return (session != null) ? session : get(TelemetryAttributes.CONVERSATION_ID);
	}

	/**
	 * The value of an attribute.
	 * @param <T> the type of the value
	 * @param attribute the attribute
	 * @return the value, or {@code null} if it is not known
	 */
	public <T> @Nullable T get(TelemetryAttribute<T> attribute) {
		return get(attribute.key());
	}

	/**
	 * The value of an attribute.
	 * @param <T> the type of the value
	 * @param key the key
	 * @return the value, or {@code null} if it is not known
	 */
	public <T> @Nullable T get(AttributeKey<T> key) {
		return this.data.getAttributes().get(key);
	}

	/**
	 * The text of an attribute that the conventions have and this project does not.
	 * @param key the key
	 * @return the text, or {@code null} if there is none or it is no text
	 */
	public @Nullable String text(String key) {
		return get(AttributeKey.stringKey(key));
	}

	/**
	 * The whole number of such an attribute.
	 * @return the number, or {@code null} if there is none or it is no whole number
	 */
	@Nullable Long wholeNumber(String key) {
		return get(AttributeKey.longKey(key));
	}

	/**
	 * What the resource says of the application, such as its version.
	 * @param key the key
	 * @return the text, or {@code null} if there is none or it is no text
	 */
	public @Nullable String resource(String key) {
		return this.data.getResource().getAttribute(AttributeKey.stringKey(key));
	}

	/**
	 * What went into this stage, if content was captured: what the caller said, what the
	 * model was told, what a tool was called with, the text to be spoken.
	 * @return text or JSON, see {@link #isJson}; {@code null} if there is none
	 */
	public @Nullable String input() {
		return this.content.input();
	}

	/**
	 * What came out of this stage, if content was captured: a transcript, an answer, what
	 * a tool answered.
	 * @return text or JSON, see {@link #isJson}; {@code null} if there is none
	 */
	public @Nullable String output() {
		return this.content.output();
	}

	/**
	 * Whether what goes into it and comes out of it are messages, rather than a text or
	 * what a tool is called with.
	 */
	boolean hasMessages() {
		return this.stage == null || SpanContent.isOfMessages(this.stage);
	}

	/**
	 * Whether the span failed.
	 * @return {@code true} if it did
	 */
	public boolean isError() {
		return Outcome.ERROR.value().equals(get(TelemetryAttributes.OUTCOME))
				|| this.data.getStatus().getStatusCode() == StatusCode.ERROR;
	}

	/**
	 * Whether the span was given up, as a reply that the caller cut off.
	 * @return {@code true} if it was
	 */
	public boolean isCancelled() {
		return Outcome.CANCELLED.value().equals(get(TelemetryAttributes.OUTCOME));
	}

	/**
	 * When the first token of an answer came.
	 * @return the moment, not before the start nor after the end of the span, or
	 * {@code null} if it is not known
	 */
	public @Nullable Instant firstChunk() {
		Double seconds = get(TelemetryAttributes.TIME_TO_FIRST_CHUNK);
		if (seconds == null || !(seconds >= 0)) {
			return null;
		}
		long took = this.data.getEndEpochNanos() - this.data.getStartEpochNanos();
		long nanos = Math.min((long) (seconds * TimeUnit.SECONDS.toNanos(1)), Math.max(took, 0));
		return Instant.EPOCH.plusNanos(this.data.getStartEpochNanos()).plusNanos(nanos);
	}

	/**
	 * Whether a text is a JSON array or object, rather than plain text.
	 * @param text an input or output
	 * @return {@code true} if it looks like one
	 */
	public static boolean isJson(String text) {
		return (text.startsWith("[{") && text.endsWith("}]")) || (text.startsWith("{") && text.endsWith("}"))
				|| text.equals("[]");
	}

}
