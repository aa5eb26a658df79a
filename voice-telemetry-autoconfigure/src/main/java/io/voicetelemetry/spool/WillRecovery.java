package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journals that earlier processes left.
 */
final class WillRecovery {

	private static final Logger logger = LoggerFactory.getLogger(WillRecovery.class);

	private final NumberedFiles files;

	private final long maxBytes;

	/** By the ids of the spans: one that died while it compacted left two of them. */
	private final Map<Long, byte[]> wills = new LinkedHashMap<>();

	private final Map<Path, Boolean> recovered = new LinkedHashMap<>();

	private long bytes;

	private long lastAlive;

	private long givenUp;

	WillRecovery(NumberedFiles files, long maxBytes) {
		this.files = files;
		this.maxBytes = maxBytes;
	}

	void run() throws IOException {
		for (Path file : this.files.list().values()) {
			recover(file);
		}
		this.files.pruneCorrupt(Long.MIN_VALUE);
		if (this.givenUp > 0) {
			logger.warn("{} spans which were open when an earlier process died are given up: "
					+ "their journal is too long or could not be read", this.givenUp);
		}
	}

	private void recover(Path file) {
		RecordScan scan = RecordScan.of(file);
		this.lastAlive = Math.max(this.lastAlive, scan.clock());
		if (!scan.live().isEmpty()) {
			read(file, scan.live());
			this.recovered.put(file, scan.corrupt());
		}
		else if (scan.corrupt()) {
			this.files.setAside(file);
		}
		else {
			NumberedFiles.delete(file);
		}
	}

	private void read(Path path, List<RecordHeader> live) {
		long left = live.size();
		try (RecordFile file = RecordFile.open(path)) {
			for (RecordHeader header : live) {
				if (!this.wills.containsKey(header.key()) && this.bytes + header.bytes() > this.maxBytes) {
					break;
				}
				byte[] replaced = this.wills.put(header.key(), file.read(header));
				this.bytes += (replaced != null) ? header.length() - replaced.length : header.bytes();
				left--;
			}
		}
		catch (IOException ex) {
			// What could not be read is counted.
		}
		this.givenUp += left;
	}

	/**
	 * The wills of the spans that were open, oldest first.
	 */
	List<byte[]> wills() {
		return List.copyOf(this.wills.values());
	}

	/**
	 * The files with wills, and whether they are damaged.
	 */
	Map<Path, Boolean> recovered() {
		return this.recovered;
	}

	/**
	 * When a process that did not end in order was last known to be alive.
	 * @return in milliseconds since 1970; 0 if that is not known
	 */
	long lastAlive() {
		return this.lastAlive;
	}

}
