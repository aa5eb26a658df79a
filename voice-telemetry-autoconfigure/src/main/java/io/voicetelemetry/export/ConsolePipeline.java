package io.voicetelemetry.export;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Prints each call when it has ended: what a developer wants to see before there is a
 * backend. A session's span ends after all others of the session, so with it the call is
 * complete; a voice span outside any session is printed by itself.
 */
final class ConsolePipeline implements ExportPipeline {

	private static final int MAX_CALLS = 100;

	private static final int MAX_SPANS = 5000;

	private static final int MAX_WAITING = 100;

	private final PrintStream out;

	private final Map<String, List<SpanData>> calls = new LinkedHashMap<>();

	private final ThreadPoolExecutor printer;

	ConsolePipeline(PrintStream out) {
		this.out = out;
		this.printer = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
				(task) -> {
					Thread thread = new Thread(task, "voice-telemetry-console");
					thread.setDaemon(true);
					return thread;
				});
		this.printer.allowCoreThreadTimeOut(true);
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (!span.getSpanContext().isSampled()) {
			return;
		}
		String sessionId = span.getAttribute(TelemetryAttributes.SESSION_ID.key());
		List<SpanData> complete = (sessionId != null) ? add(sessionId, span) : outsideAnySession(span);
		if (complete != null) {
			print(() -> this.out.print(
					new CallTree(complete).render() + ((sessionId != null) ? new CallFigures(complete).render() : "")));
		}
	}

	/**
	 * Adds a span to its call, and gives the call if that is complete.
	 */
	private synchronized @Nullable List<SpanData> add(String sessionId, ReadableSpan span) {
		List<SpanData> call = this.calls.computeIfAbsent(sessionId, (id) -> new ArrayList<>());
		boolean complete = Stage.AGENT_SESSION.value().equals(span.getAttribute(TelemetryAttributes.STAGE.key()));
		// The session's own span is what the others hang under.
		if (complete || call.size() < MAX_SPANS) {
			call.add(span.toSpanData());
		}
		if (complete) {
			this.calls.remove(sessionId);
			return call;
		}
		if (this.calls.size() > MAX_CALLS) {
			this.calls.remove(this.calls.keySet().iterator().next());
		}
		return null;
	}

	private static @Nullable List<SpanData> outsideAnySession(ReadableSpan span) {
		return span.getInstrumentationScopeInfo().getName().equals(VoiceTelemetry.INSTRUMENTATION_SCOPE)
				? List.of(span.toSpanData()) : null;
	}

	private void print(Runnable task) {
		try {
			this.printer.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// More calls end than a person could read.
		}
	}

	@Override
	public CompletableResultCode flush() {
		CompletableResultCode flushed = new CompletableResultCode();
		try {
			this.printer.execute(() -> {
				this.out.flush();
				flushed.succeed();
			});
		}
		catch (RejectedExecutionException ex) {
			flushed.fail();
		}
		return flushed;
	}

	@Override
	public CompletableResultCode shutdown() {
		CompletableResultCode flushed = flush();
		this.printer.shutdown();
		return flushed;
	}

	@Override
	public String toString() {
		return "the console";
	}

}
