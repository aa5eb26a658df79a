package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Uses a spool and a journal where files cannot get long, and prints what came of it:
 * {@code appended 4}, {@code failed 4}, {@code opened 4}, {@code refused 4}.
 */
final class LimitedProcess {

	static final int LARGE = 100_000;

	private LimitedProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		Spool spool = Spool.open(directory, BusyProcess.settings(directory));
		OpenSpanJournal journal = OpenSpanJournal.open(directory, 1_000_000, false);
		int id = 1;
		for (int i = 0; i < 10; i++, id++) {
			append(spool, id, LARGE);
			open(journal, id, LARGE);
		}
		append(spool, id, 100);
		open(journal, id++, 100);
		append(spool, id, LARGE);
		System.out.println("bytes " + spool.bytes());
		for (SpoolRecord record : spool.recovered()) {
			spool.remove(record);
		}
		// Dies without closing anything.
		Runtime.getRuntime().halt(0);
	}

	private static void append(Spool spool, int id, int length) {
		try {
			spool.append(BusyProcess.content(id, length), 1, System.currentTimeMillis());
			System.out.println("appended " + id);
		}
		catch (IOException ex) {
			System.out.println("failed " + id);
		}
	}

	private static void open(OpenSpanJournal journal, int id, int length) {
		try {
			journal.opened(id, BusyProcess.content(id, length));
			System.out.println("opened " + id);
		}
		catch (IOException ex) {
			System.out.println("refused " + id);
		}
	}

}
