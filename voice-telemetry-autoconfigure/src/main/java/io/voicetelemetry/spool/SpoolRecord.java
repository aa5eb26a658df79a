package io.voicetelemetry.spool;

/**
 * A record in a {@link Spool}: where it is, not what is in it.
 *
 * @since 0.1
 */
public final class SpoolRecord {

	private final Segment segment;

	private final RecordHeader header;

	private boolean removed;

	SpoolRecord(Segment segment, RecordHeader header) {
		this.segment = segment;
		this.header = header;
	}

	/**
	 * How many spans are in it.
	 * @return what was told when it was appended
	 */
	public int spans() {
		return this.header.count();
	}

	/**
	 * When it was created.
	 * @return what was told when it was appended, in milliseconds since 1970
	 */
	public long createdEpochMillis() {
		return this.header.key();
	}

	/**
	 * How much it takes on disk.
	 * @return the bytes of it and of its header
	 */
	public long bytes() {
		return this.header.bytes();
	}

	Segment segment() {
		return this.segment;
	}

	RecordHeader header() {
		return this.header;
	}

	boolean isRemoved() {
		return this.removed;
	}

	void setRemoved() {
		this.removed = true;
	}

	@Override
	public String toString() {
		return "SpoolRecord[spans=" + spans() + ", bytes=" + bytes() + "]";
	}

}
