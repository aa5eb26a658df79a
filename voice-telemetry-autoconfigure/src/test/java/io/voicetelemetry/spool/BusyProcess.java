package io.voicetelemetry.spool;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Uses a spool and a journal until it is killed, and prints before and after each step
 * what it is about: {@code appended 4}, {@code removing 4}, {@code removed 4},
 * {@code opened 7}, {@code closing 7}, {@code closed 7}.
 */
final class BusyProcess {

	private BusyProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		Random random = new Random(Long.parseLong(arguments[1]));
		long id = Long.parseLong(arguments[2]);
		List<SpoolRecord> records = new ArrayList<>();
		List<Long> ids = new ArrayList<>();
		List<Long> spans = new ArrayList<>();
		PrintStream out = System.out;
		try (Spool spool = Spool.open(directory, settings(directory));
				OpenSpanJournal journal = OpenSpanJournal.open(directory, 10_000_000, false)) {
			for (SpoolRecord record : spool.recovered()) {
				records.add(record);
				ids.add(id(spool.read(record)));
			}
			journal.forgetRecovered();
			out.println("started");
			while (true) {
				journal.opened(++id, content(id, random.nextInt(300)));
				spans.add(id);
				out.println("opened " + id);
				records.add(spool.append(content(id, random.nextInt(20_000)), 1, System.currentTimeMillis()));
				ids.add(id);
				out.println("appended " + id);
				while (records.size() > 20 + random.nextInt(30)) {
					int index = random.nextInt(10);
					long removed = ids.remove(index);
					out.println("removing " + removed);
					spool.remove(records.remove(index));
					out.println("removed " + removed);
				}
				while (spans.size() > 20 + random.nextInt(30)) {
					long closed = spans.remove(random.nextInt(10));
					out.println("closing " + closed);
					journal.closed(closed);
					out.println("closed " + closed);
				}
			}
		}
	}

	static SpoolSettings settings(Path directory) {
		return new SpoolSettings(directory, 20_000_000, Duration.ofDays(1), false);
	}

	/**
	 * A content that tells whose it is in each of its bytes.
	 */
	static byte[] content(long id, int length) {
		byte[] content = new byte[Long.BYTES + length];
		new Random(id).nextBytes(content);
		ByteBuffer.wrap(content).putLong(id);
		return content;
	}

	/**
	 * Whose content it is.
	 * @throws IllegalStateException if it is not as it was
	 */
	static long id(byte[] content) {
		long id = ByteBuffer.wrap(content).getLong();
		if (!Arrays.equals(content, content(id, content.length - Long.BYTES))) {
			throw new IllegalStateException("Damaged: " + id);
		}
		return id;
	}

}
