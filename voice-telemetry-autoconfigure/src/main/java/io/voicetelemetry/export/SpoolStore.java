package io.voicetelemetry.export;

import java.io.IOException;
import java.util.List;

import io.voicetelemetry.spool.Spool;
import io.voicetelemetry.spool.SpoolFullException;
import io.voicetelemetry.spool.SpoolRecord;

/**
 * Keeps batches on disk, too, until they are delivered. One that cannot be written there
 * is in memory alone.
 */
final class SpoolStore implements BatchStore {

	private final Spool spool;

	private final long maxBatchBytes;

	private final DeliveryLog log;

	private boolean warned;

	/**
	 * A store.
	 * @param spool where batches are kept
	 * @param maxBatchBytes which of them are too large for it to be worth emptying it
	 * @param log told when it cannot be written
	 */
	SpoolStore(Spool spool, long maxBatchBytes, DeliveryLog log) {
		this.spool = spool;
		this.maxBatchBytes = maxBatchBytes;
		this.log = log;
	}

	@Override
	public boolean keep(Batch batch) {
		byte[] request = batch.request;
		if (batch.stored != null || request == null || request.length > this.maxBatchBytes) {
			return true;
		}
		try {
			batch.stored = this.spool.append(request, batch.spans, batch.createdEpochMillis);
			return true;
		}
		catch (SpoolFullException ex) {
			return false;
		}
		catch (IOException ex) {
			if (!this.warned) {
				this.warned = true;
				this.log.warn("spans cannot be written to disk and are kept in memory alone; this is logged once: "
						+ ex.getMessage());
			}
			return true;
		}
	}

	@Override
	public byte[] read(Batch batch) throws IOException {
		SpoolRecord stored = batch.stored;
		return (batch.request != null || stored == null) ? MEMORY.read(batch) : this.spool.read(stored);
	}

	@Override
	public void remove(Batch batch) {
		SpoolRecord stored = batch.stored;
		if (stored != null) {
			this.spool.remove(stored);
			batch.stored = null;
		}
	}

	@Override
	public List<SpoolRecord> recovered() {
		return this.spool.recovered();
	}

	@Override
	public void close() {
		this.spool.close();
	}

}
