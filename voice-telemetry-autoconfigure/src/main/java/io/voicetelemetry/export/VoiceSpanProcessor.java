package io.voicetelemetry.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this project adds to the application's tracer provider: it stamps the session on
 * the spans that others make in it, and hands every span to the pipelines.
 *
 * @since 0.1
 */
public final class VoiceSpanProcessor implements SpanProcessor {

	private static final Logger logger = LoggerFactory.getLogger(VoiceSpanProcessor.class);

	private static final List<AttributeKey<String>> SHARED_KEYS = List.of(TelemetryAttributes.SESSION_ID.key(),
			TelemetryAttributes.CONVERSATION_ID.key(), TelemetryAttributes.USER_ID.key(),
			TelemetryAttributes.TENANT_ID.key(), TelemetryAttributes.ROOM_NAME.key());

	private final List<ExportPipeline> pipelines;

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
		Attributes shared = VoiceContext.sharedAttributes(parentContext);
		if (shared.isEmpty()) {
			ReadableSpan parent = SessionParent.in(parentContext);
			if (parent != null) {
				copyFrom(parent, span);
			}
		}
		else if (!span.getInstrumentationScopeInfo().getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE)) {
			span.setAllAttributes(shared);
		}
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
		for (ExportPipeline pipeline : this.pipelines) {
			try {
				pipeline.onEnd(span);
			}
			catch (Throwable ex) {
				if (this.failed.compareAndSet(false, true)) {
					logger.warn("Spans are lost on their way to {}; further losses are not logged", pipeline, ex);
				}
			}
		}
	}

	@Override
	public boolean isEndRequired() {
		return !this.pipelines.isEmpty();
	}

	@Override
	public CompletableResultCode forceFlush() {
		return CompletableResultCode.ofAll(this.pipelines.stream().map(ExportPipeline::flush).toList());
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
			CompletableFuture.delayedExecutor(this.shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS)
				.execute(() -> giveUp(result));
		}
		return result;
	}

	private static void complete(CompletableResultCode result, boolean success) {
		if (success) {
			result.succeed();
		}
		else {
			result.fail();
		}
	}

	private void giveUp(CompletableResultCode result) {
		if (!result.isDone()) {
			logger.warn("Not all spans could be exported to {} within the shutdown timeout of {}", this.pipelines,
					this.shutdownTimeout);
			result.fail();
		}
	}

	@Override
	public void close() {
		shutdown().join(this.shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public String toString() {
		return "VoiceSpanProcessor" + this.pipelines;
	}

}
