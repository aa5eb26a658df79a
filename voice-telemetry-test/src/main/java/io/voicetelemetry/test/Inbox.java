package io.voicetelemetry.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What has arrived so far. Thread-safe; a request and its spans become visible together.
 */
final class Inbox {

	private final List<ReceivedSpan> spans = new ArrayList<>();

	private final List<ReceivedRequest> requests = new ArrayList<>();

	synchronized void add(ReceivedRequest request, List<ReceivedSpan> accepted) {
		this.requests.add(request);
		this.spans.addAll(accepted);
		notifyAll();
	}

	synchronized List<ReceivedSpan> spans() {
		return List.copyOf(this.spans);
	}

	synchronized List<ReceivedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized void clear() {
		this.spans.clear();
		this.requests.clear();
	}

	List<ReceivedSpan> awaitSpans(int count, Duration timeout) {
		return await("spans", count, timeout, this::spans);
	}

	List<ReceivedRequest> awaitRequests(int count, Duration timeout) {
		return await("requests", count, timeout, this::requests);
	}

	private synchronized <T> List<T> await(String what, int count, Duration timeout, Supplier<List<T>> arrived) {
		long deadline = System.nanoTime() + timeout.toNanos();
		List<T> found = arrived.get();
		while (found.size() < count) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				throw new AssertionError("Expected at least %d %s within %s, but %d arrived; %s".formatted(count, what,
						timeout, found.size(), this));
			}
			pause(left);
			found = arrived.get();
		}
		return found;
	}

	private void pause(long nanos) {
		try {
			// rounded up: a wait of 0 would be one without end
			wait(nanos / 1_000_000 + 1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting; " + this, ex);
		}
	}

	@Override
	public synchronized String toString() {
		return "spans: " + this.spans.stream().map(ReceivedSpan::name).toList() + ", requests: " + this.requests;
	}

}
