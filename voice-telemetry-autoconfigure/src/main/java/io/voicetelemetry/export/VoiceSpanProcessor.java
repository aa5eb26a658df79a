package io.voicetelemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this project adds to the application's tracer provider: it stamps the session on
 * the spans that others make in it, and hands every span to the pipelines that are to
 * have it.
 *
 * @since 0.1
 */
public final class VoiceSpanProcessor implements SpanProcessor {

	private static final Logger logger = LoggerFactory.getLogger(VoiceSpanProcessor.class);

	private static final List<AttributeKey<String>> SHARED_KEYS = List.of(TelemetryAttributes.SESSION_ID.key(),
			TelemetryAttributes.CONVERSATION_ID.key(), TelemetryAttributes.USER_ID.key(),
			TelemetryAttributes.TENANT_ID.key(), TelemetryAttributes.ROOM_NAME.key());

	/** For what pipelines do when their time is over: telling what is lost. */
	private static final Duration LAST_WORDS = Duration.ofMillis(500);

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(30);

	private final List<ExportPipeline> pipelines;

	/** Whether there is a pipeline that takes all spans. */
	private final boolean all;

	/** Where there is a pipeline that takes voice spans alone. */
	private final @Nullable VoiceTree voiceTree;

	private final SpansInStages stages = new SpansInStages();

	private final Attributes staticAttributes;

	private final Duration shutdownTimeout;

	private final AtomicBoolean failed = new AtomicBoolean();

	private final AtomicReference<@Nullable CompletableResultCode> shutdown = new AtomicReference<>();

	/**
	 * A processor.
	 * @param pipelines where the spans go
	 * @param staticAttributes what every span of a session carries
	 * @param shutdownTimeout how long the shutdown may take
	 */
	public VoiceSpanProcessor(List<ExportPipeline> pipelines, Attributes staticAttributes, Duration shutdownTimeout) {
		this.pipelines = List.copyOf(pipelines);
		this.all = this.pipelines.stream().anyMatch((pipeline) -> pipeline.spans() == SpanSelection.ALL);
		this.voiceTree = this.pipelines.stream().anyMatch((pipeline) -> pipeline.spans() == SpanSelection.VOICE)
				? new VoiceTree(staticAttributes) : null;
		this.staticAttributes = staticAttributes;
		this.shutdownTimeout = shutdownTimeout;
	}

	/**
	 * Where the spans go.
	 * @return the pipelines
	 */
	public List<ExportPipeline> pipelines() {
		return this.pipelines;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		boolean ours = OwnSpans.contain(span);
		StartedSpan voice = startedInTree(parentContext, span);
		boolean inSession = stamp(parentContext, span, ours);
		if (inSession && !ours) {
			this.stages.started(parentContext, span);
		}
		if (inSession || ours) {
			StartedSpan one = StartedSpan.of(span);
			for (ExportPipeline pipeline : this.pipelines) {
				StartedSpan started = (pipeline.spans() == SpanSelection.ALL) ? one : voice;
				if (started != null) {
					attempt(pipeline, () -> pipeline.onStart(started));
				}
			}
		}
	}

	private @Nullable StartedSpan startedInTree(Context parentContext, ReadableSpan span) {
		VoiceTree tree = this.voiceTree;
		if (tree == null) {
			return null;
		}
		try {
			return tree.started(parentContext, span);
		}
		catch (Throwable ex) {
			complain("backends of voice spans", ex);
			return null;
		}
	}

	private void attempt(Object who, Runnable what) {
		try {
			what.run();
		}
		catch (Throwable ex) {
			complain(who, ex);
		}
	}

	private void complain(Object who, Throwable error) {
		if (this.failed.compareAndSet(false, true)) {
			logger.warn("Spans are lost on their way to {}; further losses are not logged", who, error);
		}
	}

	/**
	 * Puts on a span what the spans of its session have in common. Our own have it,
	 * unless they were started where nothing but the active span is known.
	 * @return whether it is in a session
	 */
	private boolean stamp(Context parentContext, ReadWriteSpan span, boolean ours) {
		Attributes shared = VoiceContext.sharedAttributes(parentContext);
		if (!shared.isEmpty()) {
			if (!ours) {
				span.setAllAttributes(shared);
			}
			return true;
		}
		ReadableSpan parent = SessionParent.in(parentContext);
		if (parent != null) {
			copyFrom(parent, span);
		}
		return parent != null;
	}

	private void copyFrom(ReadableSpan parent, ReadWriteSpan span) {
		span.setAllAttributes(this.staticAttributes);
		for (AttributeKey<String> key : SHARED_KEYS) {
			String value = parent.getAttribute(key);
			if (value != null) {
				span.setAttribute(key, value);
			}
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		SpanContext voiceParent = endedInTree(span);
		boolean content = OwnSpans.contain(span) || this.stages.endedWithContent(span);
		if (!span.getSpanContext().isSampled() || (!this.all && voiceParent == null)) {
			return;
		}
		attempt(this.pipelines, () -> {
			SpanData data = content ? span.toSpanData() : SpanWithoutContent.of(span.toSpanData());
			EndedSpan one = EndedSpan.of(data);
			EndedSpan voice = (voiceParent != null) ? one.under(voiceParent) : null;
			for (ExportPipeline pipeline : this.pipelines) {
				EndedSpan ended = (pipeline.spans() == SpanSelection.ALL) ? one : voice;
				if (ended != null) {
					attempt(pipeline, () -> pipeline.onEnd(ended));
				}
			}
		});
	}

	private @Nullable SpanContext endedInTree(ReadableSpan span) {
		VoiceTree tree = this.voiceTree;
		if (tree == null) {
			return null;
		}
		try {
			return tree.ended(span);
		}
		catch (Throwable ex) {
			complain("backends of voice spans", ex);
			return OwnSpans.contain(span) ? span.getParentSpanContext() : null;
		}
	}

	@Override
	public boolean isEndRequired() {
		return !this.pipelines.isEmpty();
	}

	/**
	 * Sends what waits, to all backends at the same time.
	 * @return completes within 30 s: with success if every backend has confirmed
	 * everything
	 */
	@Override
	public CompletableResultCode forceFlush() {
		CompletableResultCode result = new CompletableResultCode();
		List<CompletableFuture<FlushResult>> flushes = flushes(FLUSH_TIMEOUT);
		CompletableFuture.allOf(flushes.toArray(CompletableFuture[]::new))
			.whenComplete((all, error) -> complete(result,
					error == null && flushes.stream().allMatch((flush) -> flush.join().isComplete())));
		return result;
	}

	/**
	 * Sends what waits, to all backends at the same time, and waits until they have it.
	 * @param timeout how long to wait at most
	 * @return for each backend what became of the spans that were waiting
	 */
	public List<FlushResult> flush(Duration timeout) {
		return flushes(timeout).stream().map(CompletableFuture::join).toList();
	}

	private List<CompletableFuture<FlushResult>> flushes(Duration timeout) {
		return this.pipelines.stream().map((pipeline) -> pipeline.flush(timeout)).toList();
	}

	/**
	 * What became of the spans so far.
	 * @return the account of each backend
	 */
	public List<DeliveryCounts> counts() {
		return this.pipelines.stream().map(ExportPipeline::counts).toList();
	}

	/**
	 * Shuts all pipelines down at the same time. Spring calls it a second time, when it
	 * destroys the bean.
	 */
	@Override
	public CompletableResultCode shutdown() {
		CompletableResultCode result = new CompletableResultCode();
		if (!this.shutdown.compareAndSet(null, result)) {
			CompletableResultCode first = this.shutdown.get();
			return (first != null) ? first : CompletableResultCode.ofSuccess();
		}
		CompletableResultCode all = CompletableResultCode
			.ofAll(this.pipelines.stream().map(ExportPipeline::shutdown).toList());
		all.whenComplete(() -> complete(result, all.isSuccess()));
		if (!all.isDone()) {
			CompletableFuture.delayedExecutor(longestWait(), TimeUnit.MILLISECONDS).execute(() -> giveUp(result));
		}
		return result;
	}

	private long longestWait() {
		return this.shutdownTimeout.plus(LAST_WORDS).toMillis();
	}

	private void giveUp(CompletableResultCode result) {
		if (!result.isDone()) {
			logger.warn("Not all of {} stopped within the shutdown timeout of {}", this.pipelines,
					this.shutdownTimeout);
			result.fail();
		}
	}

	private static void complete(CompletableResultCode result, boolean success) {
		if (success) {
			result.succeed();
		}
		else {
			result.fail();
		}
	}

	@Override
	public void close() {
		shutdown().join(longestWait(), TimeUnit.MILLISECONDS);
	}

	@Override
	public String toString() {
		return "VoiceSpanProcessor" + this.pipelines;
	}

}
