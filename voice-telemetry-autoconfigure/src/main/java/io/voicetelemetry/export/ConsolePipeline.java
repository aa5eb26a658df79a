package io.voicetelemetry.export;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Prints each call when it has ended: what a developer wants to see before there is a
 * backend. A session's span ends after all others of the session, so with it the call is
 * complete; a voice span outside any session is printed by itself.
 */
final class ConsolePipeline implements ExportPipeline {

	private static final String NAME = "console";

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

	private static final int MAX_CALLS = 100;

	private static final int MAX_SPANS = 5000;

	private static final int MAX_WAITING = 100;

	private final PrintStream out;

	private final Map<String, List<SpanData>> calls = new LinkedHashMap<>();

	private final DeliveryAccount account = new DeliveryAccount();

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
	public void onEnd(EndedSpan ended) {
		SpanData span = ended.data();
		String sessionId = span.getAttributes().get(TelemetryAttributes.SESSION_ID.key());
		List<SpanData> complete = (sessionId != null) ? add(sessionId, span) : outsideAnySession(span);
		if (complete != null) {
			print(complete, () -> this.out.print(
					new CallTree(complete).render() + ((sessionId != null) ? new CallFigures(complete).render() : "")));
		}
	}

	/**
	 * Adds a span to its call, and gives the call if that is complete.
	 */
	private synchronized @Nullable List<SpanData> add(String sessionId, SpanData span) {
		List<SpanData> call = this.calls.computeIfAbsent(sessionId, (id) -> new ArrayList<>());
		boolean complete = Stage.AGENT_SESSION.value()
			.equals(span.getAttributes().get(TelemetryAttributes.STAGE.key()));
		this.account.accepted(1);
		// The session's own span is what the others hang under.
		if (complete || call.size() < MAX_SPANS) {
			call.add(span);
		}
		else {
			this.account.dropped(DropReason.QUEUE_FULL, 1);
		}
		if (complete) {
			this.calls.remove(sessionId);
			return call;
		}
		if (this.calls.size() > MAX_CALLS) {
			List<SpanData> oldest = this.calls.remove(this.calls.keySet().iterator().next());
			this.account.dropped(DropReason.QUEUE_FULL, (oldest != null) ? oldest.size() : 0);
		}
		return null;
	}

	private @Nullable List<SpanData> outsideAnySession(SpanData span) {
		if (!OwnSpans.contain(span)) {
			return null;
		}
		this.account.accepted(1);
		return List.of(span);
	}

	private void print(List<SpanData> spans, Runnable task) {
		try {
			this.printer.execute(() -> {
				try {
					task.run();
					this.account.delivered(spans.size());
				}
				catch (RuntimeException ex) {
					this.account.dropped(DropReason.FAILED, spans.size());
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// More calls end than a person could read.
			this.account.dropped(DropReason.QUEUE_FULL, spans.size());
		}
	}

	@Override
	public CompletableFuture<FlushResult> flush(Duration timeout) {
		DeliveryCounts before = counts();
		CompletableFuture<FlushResult> flushed = new CompletableFuture<>();
		try {
			this.printer.execute(() -> {
				this.out.flush();
				// A call that goes on waits for its end, and not for being printed.
				flushed.complete(new FlushResult(NAME, counts().delivered() - before.delivered(), 0, 0));
			});
		}
		catch (RejectedExecutionException ex) {
			flushed.complete(new FlushResult(NAME, 0, 0, before.queued()));
		}
		return flushed.completeOnTimeout(new FlushResult(NAME, 0, 0, before.queued()), timeout.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public CompletableResultCode shutdown() {
		CompletableResultCode printed = new CompletableResultCode();
		flush(SHUTDOWN_TIMEOUT).thenRun(printed::succeed);
		this.printer.shutdown();
		return printed;
	}

	/**
	 * A call that goes on waits for its end.
	 */
	@Override
	public DeliveryCounts counts() {
		return this.account.counts(NAME, 0);
	}

	@Override
	public String toString() {
		return "the console";
	}

}
