package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks through what earlier processes left, when a spool is opened.
 */
final class SegmentRecovery {

	private final NumberedFiles files;

	private final SpoolSettings settings;

	/** Of each segment its records; oldest first. */
	private final List<List<SpoolRecord>> segments = new ArrayList<>();

	private long bytes;

	private long corruptBytes;

	private long expired;

	private long evicted;

	private int corrupt;

	SegmentRecovery(NumberedFiles files, SpoolSettings settings) {
		this.files = files;
		this.settings = settings;
	}

	/**
	 * Looks through all files.
	 * @throws IOException if not even their names can be read
	 */
	void run() throws IOException {
		long oldest = this.settings.oldest(System.currentTimeMillis());
		for (Path file : this.files.list().values()) {
			recover(file, oldest);
		}
		this.corruptBytes = this.files.pruneCorrupt(oldest);
		if (this.bytes + this.corruptBytes > this.settings.maxBytes()) {
			this.corruptBytes = this.files.pruneCorrupt(Long.MAX_VALUE);
		}
		evict();
	}

	private void recover(Path file, long oldest) {
		RecordScan scan = RecordScan.of(file);
		Segment segment = new Segment(file, scan.corrupt());
		List<SpoolRecord> records = new ArrayList<>();
		for (RecordHeader header : scan.live()) {
			SpoolRecord record = segment.add(header);
			if (record.createdEpochMillis() < oldest) {
				this.expired += record.spans();
				drop(record);
			}
			else {
				records.add(record);
			}
		}
		segment.close();
		this.corrupt += scan.corrupt() ? 1 : 0;
		if (!records.isEmpty() || !discard(segment)) {
			this.bytes += segment.bytes();
			this.segments.add(records);
		}
	}

	private static void drop(SpoolRecord record) {
		record.setRemoved();
		try {
			record.segment().remove(record.header());
		}
		catch (IOException ex) {
			// Then it is too old the next time, too.
		}
	}

	private boolean discard(Segment segment) {
		return segment.isCorrupt() ? this.files.setAside(segment.path()) : NumberedFiles.delete(segment.path());
	}

	/**
	 * The limit may be lower than it was.
	 */
	private void evict() {
		for (List<SpoolRecord> records : this.segments) {
			if (this.bytes + this.corruptBytes <= this.settings.maxBytes()) {
				return;
			}
			if (!records.isEmpty() && NumberedFiles.delete(records.get(0).segment().path())) {
				this.bytes -= records.get(0).segment().bytes();
				records.forEach((record) -> this.evicted += record.spans());
				records.clear();
			}
		}
	}

	/**
	 * What is left, oldest first.
	 */
	List<SpoolRecord> records() {
		return this.segments.stream().flatMap(List::stream).toList();
	}

	SpoolRecovery result() {
		return new SpoolRecovery(this.expired, this.evicted, this.corrupt);
	}

	/**
	 * The bytes of the files with records.
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * The bytes of the files that were set aside.
	 */
	long corruptBytes() {
		return this.corruptBytes;
	}

}
