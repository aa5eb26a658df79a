package io.voicetelemetry.export;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A span, and whether backends that get voice spans alone are sent it. That is decided
 * once: at its end, or earlier if something that was sent hangs under it. A span that
 * nobody holds any more will never end, so it is not held here either. Thread-safe,
 * without locks.
 */
final class VoiceTreeNode extends WeakReference<ReadableSpan> implements StartedSpan {

	private static final AtomicReferenceFieldUpdater<VoiceTreeNode, Decision> DECISION = AtomicReferenceFieldUpdater
		.newUpdater(VoiceTreeNode.class, Decision.class, "decision");

	private final SpanContext context;

	private final @Nullable RecognisedSpans recognised;

	private volatile Decision decision;

	/**
	 * What stands above it, as far as that is not left out. Once a span that is sent has
	 * ended, nobody asks any more, and it is let go.
	 */
	private volatile @Nullable VoiceTreeNode parent;

	/**
	 * A span.
	 * @param recognised tells which spans of others are sent
	 * @param ours whether this project made it: then it is sent
	 * @param parent the parent, or {@code null} if it has none or none is known
	 * @param abandoned is told if it never ends
	 */
	VoiceTreeNode(ReadableSpan span, RecognisedSpans recognised, boolean ours, @Nullable VoiceTreeNode parent,
			ReferenceQueue<ReadableSpan> abandoned) {
		super(span, abandoned);
		this.recognised = recognised;
		this.context = span.getSpanContext();
		this.decision = !this.context.isSampled() ? Decision.LEFT_OUT : ours ? Decision.SENT : Decision.OPEN;
		this.parent = notLeftOut(parent);
	}

	/**
	 * A span that has ended and was sent.
	 */
	VoiceTreeNode(SpanContext sent) {
		super(null);
		this.recognised = null;
		this.context = sent;
		this.decision = Decision.SENT;
	}

	@Override
	public SpanContext context() {
		return this.context;
	}

	/**
	 * The span has ended.
	 * @return under which parent it is sent, an invalid one as a root; {@code null} if it
	 * is left out
	 */
	@Nullable SpanContext end(ReadableSpan span) {
		if (this.decision == Decision.OPEN) {
			decide(isRecognised(span) ? Decision.SENT : Decision.LEFT_OUT);
		}
		boolean sent = this.decision == Decision.SENT;
		SpanContext sentUnder = sent ? sentUnder() : null;
		// First, so that who still finds the span finds its parent, too.
		clear();
		this.parent = sent ? null : notLeftOut(this.parent);
		return sentUnder;
	}

	/**
	 * Has what is on top of this, if that is not sent, stand under what is sent
	 * elsewhere.
	 */
	void standUnder(VoiceTreeNode remote) {
		VoiceTreeNode top = this;
		VoiceTreeNode next = top.parent;
		while (next != null && top.decision != Decision.SENT) {
			top = next;
			next = top.parent;
		}
		if (top.decision != Decision.SENT) {
			top.parent = remote;
		}
	}

	private boolean isRecognised(ReadableSpan span) {
		return this.recognised != null && this.recognised.contain(span);
	}

	private void decide(Decision decision) {
		DECISION.compareAndSet(this, Decision.OPEN, decision);
	}

	private SpanContext sentUnder() {
		VoiceTreeNode above = this.parent;
		while (above != null) {
			// Before it is asked: what is sent lets its parent go.
			VoiceTreeNode next = above.parent;
			if (above.isSent()) {
				return above.context;
			}
			above = next;
		}
		return SpanContext.getInvalid();
	}

	/**
	 * Whether it is sent, as far as that is known now; if so, it stays so.
	 */
	private boolean isSent() {
		if (this.decision == Decision.OPEN) {
			ReadableSpan span = get();
			if (span != null && isRecognised(span)) {
				decide(Decision.SENT);
			}
		}
		return this.decision == Decision.SENT;
	}

	/**
	 * The nearest that may be sent. Without the others in between, chains stay short
	 * however long a trace goes on.
	 */
	private static @Nullable VoiceTreeNode notLeftOut(@Nullable VoiceTreeNode node) {
		VoiceTreeNode at = node;
		while (at != null && at.decision == Decision.LEFT_OUT) {
			at = at.parent;
		}
		return at;
	}

	@Override
	public <T> @Nullable T attribute(AttributeKey<T> key) {
		ReadableSpan span = get();
		return (span != null) ? span.getAttribute(key) : null;
	}

	@Override
	public boolean hasEnded() {
		ReadableSpan span = get();
		return span == null || span.hasEnded();
	}

	@Override
	public @Nullable SpanData toSpanData() {
		ReadableSpan span = get();
		if (span == null || !isSent()) {
			return null;
		}
		SpanContext sentUnder = sentUnder();
		// If it has ended meanwhile, its parent may be gone already.
		return (get() != null) ? ReparentedSpan.of(span.toSpanData(), sentUnder) : null;
	}

	private enum Decision {

		/** Not decided: as things stand, it is not sent. */
		OPEN,

		/** It is sent, or was. */
		SENT,

		/** It is not sent, nor will be. */
		LEFT_OUT

	}

}
