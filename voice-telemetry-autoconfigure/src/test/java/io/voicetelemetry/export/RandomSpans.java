package io.voicetelemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Spans of every kind, under parents and in an order that chance decides, and what a
 * backend of voice spans is to make of them. Thread-safe.
 */
final class RandomSpans {

	private static final Kind[] KINDS = Kind.values();

	private final Tracer ours;

	private final Tracer library;

	private final AtomicInteger count = new AtomicInteger();

	private final Map<String, Made> made = new ConcurrentHashMap<>();

	RandomSpans(OpenTelemetrySdk sdk) {
		this.ours = sdk.getTracer(VoiceTelemetry.INSTRUMENTATION_SCOPE);
		this.library = sdk.getTracer("library");
	}

	Made start(Random random, @Nullable Made parent) {
		return start(KINDS[random.nextInt(KINDS.length)], parent);
	}

	Made start(Kind kind, @Nullable Made parent) {
		String name = kind + " " + this.count.incrementAndGet();
		Span span = ((kind == Kind.OURS) ? this.ours : this.library).spanBuilder(name)
			.setParent((parent != null) ? Context.root().with(parent.span) : Context.root())
			.setAllAttributes((kind == Kind.EARLY || kind == Kind.RECORDED) ? Attributes.of(Made.OPERATION, "chat")
					: Attributes.empty())
			.startSpan();
		Made started = new Made(name, kind, span, parent);
		this.made.put(name, started);
		return started;
	}

	Map<String, Made> made() {
		return this.made;
	}

	enum Kind {

		/** Of this project. */
		OURS,

		/** Of a framework that says at once what the span is. */
		EARLY,

		/** Of a framework that says at the end what the span is. */
		LATE,

		/** Of no concern for a backend of voice spans. */
		NOISE,

		/** Of a framework that says at once what the span is, but not sampled. */
		RECORDED,

		/** Not even recorded. */
		DROPPED

	}

	static final class Made {

		static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");

		final String name;

		final Kind kind;

		final Span span;

		final @Nullable Made parent;

		/** Under which it is to be sent, as things were when it ended. */
		@Nullable Made sentUnder;

		private final AtomicBoolean ended = new AtomicBoolean();

		private volatile boolean told;

		Made(String name, Kind kind, Span span, @Nullable Made parent) {
			this.name = name;
			this.kind = kind;
			this.span = span;
			this.parent = parent;
		}

		void end() {
			if (!this.ended.compareAndSet(false, true)) {
				return;
			}
			this.sentUnder = ancestors().stream().filter(Made::isKnownToBeSent).findFirst().orElse(null);
			if (this.kind == Kind.LATE) {
				this.span.setAttribute(OPERATION, "chat");
			}
			this.span.end();
			this.told = true;
		}

		boolean isSent() {
			return isCertain() || this.kind == Kind.LATE;
		}

		/**
		 * Whether it is known from the start that it is sent.
		 */
		boolean isCertain() {
			return this.kind == Kind.OURS || this.kind == Kind.EARLY;
		}

		private boolean isKnownToBeSent() {
			return isCertain() || (this.kind == Kind.LATE && this.told);
		}

		/**
		 * From the parent upwards, as far as anybody can know: nothing tells what is
		 * above a span that was dropped.
		 */
		List<Made> ancestors() {
			List<Made> ancestors = new ArrayList<>();
			for (Made at = this.parent; at != null && at.kind != Kind.DROPPED; at = at.parent) {
				ancestors.add(at);
			}
			return ancestors;
		}

		String id() {
			return this.span.getSpanContext().getSpanId();
		}

	}

	/**
	 * Goes by the kind that the name says.
	 */
	static final class ByKind implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			if (name.startsWith(Kind.DROPPED.name())) {
				return SamplingResult.drop();
			}
			return name.startsWith(Kind.RECORDED.name()) ? SamplingResult.recordOnly()
					: SamplingResult.recordAndSample();
		}

		@Override
		public String getDescription() {
			return "ByKind";
		}

	}

}
