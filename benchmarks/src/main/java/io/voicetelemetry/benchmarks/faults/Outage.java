package io.voicetelemetry.benchmarks.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * What an outage of the backend did.
 *
 * @param produced how many spans ended in it
 * @param healthy what the calls took before it and after it
 * @param down what the calls took in it
 * @param heapGrowth how much more of the heap was in use at its end, in bytes
 * @param drained how long it took to deliver what had ended before its end
 */
record Outage(long produced, CallTimes healthy, CallTimes down, long heapGrowth, Duration drained) {

	private static final int MEGABYTE = 1024 * 1024;

	/**
	 * Lets the backend be gone for a while.
	 * @param longestDrain how long it is waited for what has been queued
	 */
	static Outage play(Experiment experiment, Options options, Duration longestDrain) {
		Duration up = options.calm();
		Experiment.pause(up);
		long heap = Experiment.liveHeap();
		CallTimes healthy = experiment.load().measure();
		Experiment.pause(up);
		CallTimes down = experiment.load().measure();
		long before = experiment.ended().count();
		experiment.receiver().goDown();
		Experiment.pause(options.lasting(60));
		experiment.load().measure();
		long produced = experiment.ended().count() - before;
		long growth = Experiment.liveHeap() - heap;
		experiment.receiver().comeUp();
		Duration drained = experiment.awaitBacklog(longestDrain);
		experiment.load().measure(healthy);
		Experiment.pause(up);
		experiment.finish(longestDrain);
		return new Outage(produced, healthy, down, growth, drained);
	}

	String costs() {
		return String.format(Locale.ROOT, "p99 %.1f us in the outage, %.1f us before and after",
				this.down.percentile(0.99) / 1e3, this.healthy.percentile(0.99) / 1e3);
	}

	long heapMegabytes() {
		return this.heapGrowth / MEGABYTE;
	}

}
