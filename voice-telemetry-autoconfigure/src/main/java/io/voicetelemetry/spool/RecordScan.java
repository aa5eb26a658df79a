package io.voicetelemetry.spool;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The records of a file that another process left, in whatever state. Whatever is in the
 * file and however it is cut, it can be scanned; what is intact is found, unless it
 * stands behind a header that is not.
 *
 * @param live the records that are intact and not removed, in the order of the file
 * @param corrupt whether something is damaged otherwise than by a process that died while
 * it wrote the last record
 * @param clock of the file; 0 if there is none
 */
record RecordScan(List<RecordHeader> live, boolean corrupt, long clock) {

	private static final int BUFFER = 64 * 1024;

	/**
	 * Scans a file.
	 * @param path a regular file
	 * @return never fails: a file that cannot be read has nothing intact
	 */
	static RecordScan of(Path path) {
		List<RecordHeader> live = new ArrayList<>();
		Scanner scanner = new Scanner(live);
		// No channel and nothing that has one within: an interrupt would close it.
		try (FileInputStream file = new FileInputStream(path.toFile())) {
			scanner.scan(path.toFile().length(), new BufferedInputStream(file, BUFFER));
		}
		catch (IOException ex) {
			scanner.corrupt = true;
		}
		return new RecordScan(live, scanner.corrupt, scanner.clock);
	}

	private static final class Scanner {

		private final List<RecordHeader> live;

		private final byte[] header = new byte[RecordHeader.BYTES];

		private final byte[] buffer = new byte[8 * 1024];

		private boolean corrupt;

		private long clock;

		Scanner(List<RecordHeader> live) {
			this.live = live;
		}

		private void scan(long size, InputStream stream) throws IOException {
			if (!readFileHeader(stream)) {
				return;
			}
			DataInputStream data = new DataInputStream(stream);
			long position = RecordFile.HEADER_BYTES;
			// Less than a header is what a process left that died while it wrote it.
			while (size - position >= RecordHeader.BYTES) {
				data.readFully(this.header);
				RecordHeader record = RecordHeader.decode(position, this.header);
				this.corrupt |= record == null;
				if (record == null || record.end() > size) {
					return;
				}
				boolean intact = readContent(data, record);
				if (intact && !record.removed()) {
					this.live.add(record);
				}
				position = record.end();
			}
		}

		private boolean readFileHeader(InputStream stream) throws IOException {
			byte[] start = stream.readNBytes(RecordFile.HEADER_BYTES);
			byte[] magic = ByteBuffer.allocate(Long.BYTES).putLong(RecordFile.MAGIC).array();
			int length = Math.min(start.length, magic.length);
			this.corrupt = !Arrays.equals(start, 0, length, magic, 0, length);
			if (this.corrupt || start.length < RecordFile.HEADER_BYTES) {
				return false;
			}
			this.clock = RecordFile.clock(start);
			return true;
		}

		private boolean readContent(DataInputStream data, RecordHeader record) throws IOException {
			CRC32C checksum = RecordHeader.checksumOfAll(this.header);
			for (int left = record.length(); left > 0;) {
				int length = Math.min(left, this.buffer.length);
				data.readFully(this.buffer, 0, length);
				checksum.update(this.buffer, 0, length);
				left -= length;
			}
			boolean intact = (int) checksum.getValue() == RecordHeader.claimedChecksum(this.header);
			// What was removed is not missed.
			this.corrupt |= !intact && !record.removed();
			return intact;
		}

	}

}
