package io.voicetelemetry.benchmarks.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.CodedInputStream;
import io.voicetelemetry.benchmarks.faults.CallTimes;

/**
 * The spans that have arrived, and how long after their end. Thread-safe.
 */
final class Arrivals {

	private static final int LENGTH_DELIMITED = 2;

	private static final int FIXED64 = 1;

	/** {@code resource_spans}, {@code scope_spans}, {@code spans}. */
	private static final int[] PATH = { tag(1, LENGTH_DELIMITED), tag(2, LENGTH_DELIMITED), tag(2, LENGTH_DELIMITED) };

	private static final int END_TIME_UNIX_NANO = tag(8, FIXED64);

	private CallTimes latencies = new CallTimes();

	private long requests;

	private long bytes;

	private static int tag(int field, int type) {
		return field << 3 | type;
	}

	/**
	 * Takes a request.
	 * @param request an {@code ExportTraceServiceRequest}
	 * @param onWire how many bytes it was on the wire
	 */
	void add(byte[] request, int onWire) throws IOException {
		Instant now = Instant.now();
		CallTimes latencies = begin(onWire);
		walk(CodedInputStream.newInstance(request), 0, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(),
				latencies);
	}

	private synchronized CallTimes begin(int onWire) {
		this.requests++;
		this.bytes += onWire;
		return this.latencies;
	}

	private static void walk(CodedInputStream in, int depth, long now, CallTimes latencies) throws IOException {
		for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
			if (depth < PATH.length && tag == PATH[depth]) {
				int limit = in.pushLimit(in.readRawVarint32());
				walk(in, depth + 1, now, latencies);
				in.popLimit(limit);
			}
			else if (depth == PATH.length && tag == END_TIME_UNIX_NANO) {
				latencies.add(now - in.readFixed64());
			}
			else {
				in.skipField(tag);
			}
		}
	}

	synchronized void reset() {
		this.latencies = new CallTimes();
		this.requests = 0;
		this.bytes = 0;
	}

	synchronized Figures report() {
		Figures report = new Figures();
		report.put("spans", this.latencies.count());
		report.put("requests", this.requests);
		report.put("bytes", this.bytes);
		report.put("p50", this.latencies.percentile(0.5));
		report.put("p99", this.latencies.percentile(0.99));
		report.put("max", this.latencies.longest());
		return report;
	}

}
