package io.voicetelemetry.session;

import java.util.Objects;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.voicetelemetry.content.ContentPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What an OpenTelemetry context says about the call it belongs to: for samplers and span
 * processors, and for who wants to find the session in a context of their own. The stage
 * is found by a key of ours, not through the active span: the OpenTelemetry Java agent
 * swallows spans that are made current, but leaves other keys alone.
 *
 * @since 0.1
 */
public final class VoiceContext {

	/**
	 * The key under which contexts of other kinds, Reactor's for one, carry an
	 * OpenTelemetry context from who asks for work to who does it.
	 */
	public static final String PROPAGATION_KEY = "io.voicetelemetry.context";

	static final ContextKey<SpanHandle> HANDLE = ContextKey.named("voice-telemetry-span");

	static final ContextKey<Sampling> SAMPLING = ContextKey.named("voice-telemetry-sampling");

	private VoiceContext() {
	}

	/**
	 * The innermost voice span of a context.
	 * @param context the context
	 * @return the span, or {@code null} if there is none
	 */
	public static @Nullable VoiceSpan span(Context context) {
		return context.get(HANDLE);
	}

	/**
	 * The stage of another process that code works for, as its request says: where
	 * {@code voice.telemetry.propagation.baggage} of that process has
	 * {@code voice.span_id}.
	 * @param context the context of the request
	 * @param traceId the trace that the stage is of
	 * @return the ids of the stage, invalid if the request says nothing of it
	 */
	public static SpanContext remoteStage(Context context, String traceId) {
		Objects.requireNonNull(traceId, "traceId");
		String spanId = Baggage.fromContext(Objects.requireNonNull(context, "context"))
			.getEntryValue(PropagatedIds.SPAN_ID);
		return (spanId != null && SpanId.isValid(spanId))
				? SpanContext.createFromRemoteParent(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault())
				: SpanContext.getInvalid();
	}

	/**
	 * Whether a voice span stands under another, at whatever distance.
	 * @param span the voice span
	 * @param other the other
	 * @return {@code true} if it does, or is the other
	 */
	public static boolean isWithin(VoiceSpan span, VoiceSpan other) {
		for (SpanHandle each = (span instanceof SpanHandle handle) ? handle : null; each != null; each = each.parent) {
			if (each == other) {
				return true;
			}
		}
		return span == other;
	}

	/**
	 * Whether something can begin in a voice span: not where all is over that it stands
	 * in, though threads may still be there.
	 * @param span the voice span
	 * @return {@code true} while it, something above it or its session is open
	 */
	public static boolean isUnderway(VoiceSpan span) {
		return span instanceof SpanHandle handle && handle.isMeasured()
				&& ((handle.session != null && handle.session.isOpen())
						|| ParentChoice.openOutsideSession(handle) != null);
	}

	/**
	 * The session of a context.
	 * @param context the context
	 * @return the session, or {@code null} if there is none
	 */
	public static @Nullable VoiceSession session(Context context) {
		SpanHandle handle = context.get(HANDLE);
		return (handle != null) ? handle.session : null;
	}

	/**
	 * How a span that is started in a context is to be sampled.
	 * @param context the context
	 * @return the rule
	 */
	public static Sampling sampling(Context context) {
		Sampling sampling = context.get(SAMPLING);
		if (sampling != null) {
			return sampling;
		}
		SpanHandle handle = context.get(HANDLE);
		if (handle == null) {
			return Sampling.OUTSIDE;
		}
		return handle.spanContext().isSampled() ? Sampling.KEEP : Sampling.DROP;
	}

	/**
	 * The attributes that every span of a context's session carries, spans made by others
	 * included.
	 * @param context the context
	 * @return the attributes, empty outside any session
	 */
	public static Attributes sharedAttributes(Context context) {
		SpanHandle handle = context.get(HANDLE);
		return (handle != null && handle.session != null) ? handle.session.sharedAttributes() : Attributes.empty();
	}

	/**
	 * Whether it was said of a voice span, or of one above it, that no content is to be
	 * recorded there.
	 * @param span the voice span
	 * @return {@code true} if nothing that is said there may be recorded
	 */
	public static boolean suppressesContent(VoiceSpan span) {
		return span instanceof ContentRecording recording && recording.isContentSuppressed();
	}

	/**
	 * The voice span that an OpenTelemetry span belongs to, if its content is not to be
	 * recorded.
	 * @param span the span
	 * @return the voice span, or {@code null} if it is another, or none
	 */
	public static @Nullable VoiceSpan suppressing(Span span) {
		return SuppressedSpans.find(span);
	}

	/**
	 * Says whether the work of a stage is done, though the framework that does it has yet
	 * to say so. If the call ends in between, the stage was not cut off.
	 * @param span the stage
	 * @param done whether its work is done
	 */
	public static void workDone(VoiceSpan span, boolean done) {
		if (span instanceof SpanHandle handle) {
			handle.done(done);
		}
	}

	/**
	 * Lets the annotated method that runs next in a tool call of a framework be that
	 * call, rather than one of its own.
	 * @param span the tool call that an integration has begun
	 * @return the tool call
	 */
	public static VoiceSpan joinable(VoiceSpan span) {
		if (span instanceof ToolCallHandle call) {
			call.allowJoin();
		}
		return span;
	}

	/**
	 * The tool call of this thread, if an annotated method is to be that call. It is told
	 * once.
	 * @param stage the stage of the method
	 * @return the call, or {@code null} if the method is a stage of its own
	 */
	public static @Nullable VoiceSpan join(Stage stage) {
		return (stage == Stage.FUNCTION_TOOL && Context.current().get(HANDLE) instanceof ToolCallHandle call
				&& call.join()) ? call : null;
	}

	/**
	 * Whether an annotated method was a tool call of a framework: its annotation says
	 * what of it is recorded.
	 * @param span the tool call that an integration has begun
	 * @return {@code true} if a method was
	 */
	public static boolean isJoined(VoiceSpan span) {
		return span instanceof ToolCallHandle call && call.isJoined();
	}

	/**
	 * Says that what a tool is given may not be recorded, in what models ask for and are
	 * asked, either.
	 * @param name the name that models know it by; {@code null} is ignored
	 * @param results whether what it answers may not be recorded, either
	 */
	public static void discreetTool(@Nullable String name, boolean results) {
		if (name != null) {
			DiscreetTools.add(name, results);
		}
	}

	/**
	 * What may be recorded of the result of a tool, in what a model is asked.
	 * @param tool the name that models know the tool by, or {@code null}
	 * @param result the result, or {@code null}
	 * @return the result, or what stands for it
	 */
	public static @Nullable String recordableResult(@Nullable String tool, @Nullable String result) {
		return (result != null && DiscreetTools.hidesResults(tool)) ? ContentPolicy.CONFIDENTIAL : result;
	}

	/**
	 * Where work stands that is asked for in one place and begun in another: a method is
	 * called here, and what it returned subscribed to there.
	 * @param called the context of the call, or whatever is the more certain of the two
	 * @param begun the context in which the work begins
	 * @return the inner of the two if they are of the same call, else the first, unless
	 * there is no voice span in it, or its call is over
	 */
	public static Context inner(Context called, Context begun) {
		SpanHandle outer = called.get(HANDLE);
		SpanHandle inner = begun.get(HANDLE);
		if (outer == null || inner == null) {
			return (inner != null || (outer == null && isActive(begun))) ? begun : called;
		}
		if (outer.session != null && !outer.session.isOpen()) {
			return begun;
		}
		return (outer.session == inner.session && (outer.session != null || root(outer) == root(inner))
				&& !isWithin(outer, inner)) ? begun : called;
	}

	private static boolean isActive(Context context) {
		return Span.fromContext(context).getSpanContext().isValid();
	}

	private static SpanHandle root(SpanHandle handle) {
		SpanHandle root = handle;
		while (root.parent != null) {
			root = root.parent;
		}
		return root;
	}

	static <T extends VoiceSpan> T nearest(Context context, Class<T> type, T none) {
		for (SpanHandle handle = context.get(HANDLE); handle != null; handle = handle.parent) {
			if (type.isInstance(handle)) {
				return type.cast(handle);
			}
		}
		return none;
	}

	/**
	 * How a span is to be sampled.
	 *
	 * @since 0.1
	 */
	public enum Sampling {

		/** It is no voice span and in no session: whatever the application's rule is. */
		OUTSIDE,

		/** It begins a session, or stands outside any: by the rate for voice sessions. */
		BY_RATE,

		/** It belongs to what is kept. */
		KEEP,

		/** It belongs to what is not kept. */
		DROP

	}

}
