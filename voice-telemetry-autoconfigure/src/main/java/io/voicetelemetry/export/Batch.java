package io.voicetelemetry.export;

import io.voicetelemetry.spool.SpoolRecord;
import org.jspecify.annotations.Nullable;

/**
 * Spans that are sent in one request, encoded. Not thread-safe.
 */
final class Batch {

	/** In which order batches came to be. What a batch is split into has its number. */
	final long sequence;

	final int spans;

	/** Until when delivery is tried, in nanoseconds of the pipeline's clock. */
	final long expiresAt;

	/** When it came to be. */
	final long createdEpochMillis;

	/** The request, or {@code null} if it is on disk alone. */
	byte @Nullable [] request;

	/** Where it is on disk, or {@code null} if it is not. */
	@Nullable SpoolRecord stored;

	/** How often it was sent. */
	int attempts;

	/**
	 * How many spans the backend had taken when this batch was first sent, or last
	 * failed.
	 */
	long deliveredBefore;

	/** How often in a row it has failed although others got through meanwhile. */
	int blamed;

	/** Until when others go first. */
	long notBefore;

	/** How often its texts were shortened because the backend found it too large. */
	int shortened;

	Batch(long sequence, int spans, long expiresAt, long createdEpochMillis, byte @Nullable [] request) {
		this.sequence = sequence;
		this.spans = spans;
		this.expiresAt = expiresAt;
		this.createdEpochMillis = createdEpochMillis;
		this.request = request;
	}

	/**
	 * What is made of this one, split or shortened.
	 */
	Batch part(int spans, byte[] request) {
		Batch part = new Batch(this.sequence, spans, this.expiresAt, this.createdEpochMillis, request);
		part.attempts = this.attempts;
		part.deliveredBefore = this.deliveredBefore;
		part.blamed = this.blamed;
		part.notBefore = this.notBefore;
		part.shortened = this.shortened;
		return part;
	}

	/**
	 * How much memory it takes.
	 */
	long memory() {
		return 128 + ((this.request != null) ? this.request.length : 0);
	}

}
