package io.voicetelemetry.export;

import java.io.IOException;
import java.util.List;

import io.voicetelemetry.spool.SpoolRecord;

/**
 * Where batches are while they wait. Not thread-safe.
 */
interface BatchStore {

	/** In memory, where they are anyway. */
	BatchStore MEMORY = new BatchStore() {

		@Override
		public boolean keep(Batch batch) {
			return true;
		}

		@Override
		public byte[] read(Batch batch) throws IOException {
			if (batch.request == null) {
				throw new IOException("The batch is not in memory");
			}
			return batch.request;
		}

		@Override
		public void remove(Batch batch) {
		}

		@Override
		public List<SpoolRecord> recovered() {
			return List.of();
		}

		@Override
		public void close() {
		}

	};

	/**
	 * Keeps a batch.
	 * @return {@code false} if there is no room until older ones are removed
	 */
	boolean keep(Batch batch);

	/**
	 * The request of a batch.
	 * @throws IOException if it cannot be read any more
	 */
	byte[] read(Batch batch) throws IOException;

	/**
	 * Forgets a batch that was delivered or given up.
	 */
	void remove(Batch batch);

	/**
	 * What an earlier process has left.
	 */
	List<SpoolRecord> recovered();

	/**
	 * Closes it; what is on disk stays there.
	 */
	void close();

}
