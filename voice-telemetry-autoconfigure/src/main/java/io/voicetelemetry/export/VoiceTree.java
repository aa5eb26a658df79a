package io.voicetelemetry.export;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree of spans as a backend sees it that gets voice spans alone: what is sent to it,
 * and under which parent. It knows all spans that are open, and those that have ended of
 * late, because work that goes on elsewhere may begin after its parent's end. Bounded;
 * beyond that, spans are sent all the same, but what stands under them may become a root.
 * Thread-safe.
 */
final class VoiceTree {

	/** Some 15 MB. */
	private static final int MAX_NODES = 100_000;

	/**
	 * A power of two, and small enough to stay in a processor's cache: with 8192 of them
	 * a span takes 500 ns more.
	 */
	private static final int RECENTLY_ENDED = 1024;

	private static final Logger logger = LoggerFactory.getLogger(VoiceTree.class);

	private final RecognisedSpans recognised;

	private final int maxNodes;

	/** By span id. */
	private final ConcurrentHashMap<String, VoiceTreeNode> nodes = new ConcurrentHashMap<>();

	private final AtomicReferenceArray<@Nullable VoiceTreeNode> recentlyEnded;

	private final AtomicInteger ended = new AtomicInteger();

	private final ReferenceQueue<ReadableSpan> abandoned = new ReferenceQueue<>();

	private final AtomicBoolean full = new AtomicBoolean();

	/**
	 * A tree.
	 * @param stamped what the spans of a session are stamped with
	 */
	VoiceTree(Attributes stamped) {
		this(stamped, MAX_NODES, RECENTLY_ENDED);
	}

	/**
	 * A tree.
	 * @param stamped what the spans of a session are stamped with
	 * @param maxNodes how many spans it may know
	 * @param recentlyEnded how many of them may have ended, a power of two
	 */
	VoiceTree(Attributes stamped, int maxNodes, int recentlyEnded) {
		this.recognised = new RecognisedSpans(stamped);
		this.maxNodes = maxNodes;
		this.recentlyEnded = new AtomicReferenceArray<>(recentlyEnded);
	}

	/**
	 * A span has started.
	 * @return the span as the backend would be sent it
	 */
	VoiceTreeNode started(Context parentContext, ReadableSpan span) {
		forgetAbandoned();
		VoiceTreeNode node = new VoiceTreeNode(span, this.recognised, OwnSpans.contain(span),
				parent(parentContext, span), this.abandoned);
		if (this.nodes.mappingCount() < this.maxNodes) {
			this.nodes.put(span.getSpanContext().getSpanId(), node);
		}
		else if (this.full.compareAndSet(false, true)) {
			logger.warn("More than {} spans are open. Backends that are sent voice spans alone get all of those, but "
					+ "some as roots that are none", this.maxNodes);
		}
		return node;
	}

	private @Nullable VoiceTreeNode parent(Context parentContext, ReadableSpan span) {
		SpanContext parent = span.getParentSpanContext();
		if (!parent.isValid()) {
			return null;
		}
		VoiceTreeNode known = find(parent);
		VoiceTreeNode above = (known != null) ? known : stage(parentContext, span.getSpanContext().getTraceId());
		VoiceTreeNode remote = remoteStage(parentContext, parent);
		if (above == null || remote == null) {
			return (above != null) ? above : remote;
		}
		above.standUnder(remote);
		return above;
	}

	/**
	 * The voice span of the process that asks this one: the span between the two is known
	 * there alone. The span of the request itself is begun before anybody reads what the
	 * request says.
	 */
	private static @Nullable VoiceTreeNode remoteStage(Context context, SpanContext parent) {
		SpanContext stage = parent.isSampled() ? VoiceContext.remoteStage(context, parent.getTraceId())
				: SpanContext.getInvalid();
		return stage.isValid() ? new VoiceTreeNode(stage) : null;
	}

	/**
	 * The voice span that code runs in: where the parent is not known, it is above that.
	 */
	private @Nullable VoiceTreeNode stage(Context context, String traceId) {
		VoiceSpan stage = VoiceContext.span(context);
		SpanContext sent = (stage != null) ? stage.spanContext() : SpanContext.getInvalid();
		if (!sent.isSampled() || !sent.getTraceId().equals(traceId)) {
			return null;
		}
		VoiceTreeNode known = find(sent);
		return (known != null) ? known : new VoiceTreeNode(sent);
	}

	private @Nullable VoiceTreeNode find(SpanContext context) {
		VoiceTreeNode node = this.nodes.get(context.getSpanId());
		return (node != null && node.context().getTraceId().equals(context.getTraceId())) ? node : null;
	}

	/**
	 * A span has ended.
	 * @return under which parent it is sent, an invalid one as a root; {@code null} if it
	 * is left out
	 */
	@Nullable SpanContext ended(ReadableSpan span) {
		VoiceTreeNode node = find(span.getSpanContext());
		if (node == null) {
			return new VoiceTreeNode(span, this.recognised, OwnSpans.contain(span), find(span.getParentSpanContext()),
					this.abandoned)
				.end(span);
		}
		SpanContext sentUnder = node.end(span);
		VoiceTreeNode former = this.recentlyEnded
			.getAndSet(this.ended.getAndIncrement() & (this.recentlyEnded.length() - 1), node);
		if (former != null) {
			forget(former);
		}
		return sentUnder;
	}

	private void forgetAbandoned() {
		for (Reference<?> gone = this.abandoned.poll(); gone != null; gone = this.abandoned.poll()) {
			forget((VoiceTreeNode) gone);
		}
	}

	private void forget(VoiceTreeNode node) {
		this.nodes.remove(node.context().getSpanId(), node);
	}

	/**
	 * How many spans it knows.
	 */
	int size() {
		return this.nodes.size();
	}

}
