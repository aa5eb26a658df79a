package io.voicetelemetry.spool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens a spool, and prints why it could not.
 */
public final class OpeningProcess {

	private OpeningProcess() {
	}

	/**
	 * Opens and closes a spool.
	 */
	public static void open(Path directory) throws IOException {
		Spool.open(directory, BusyProcess.settings(directory)).close();
	}

	public static void main(String[] arguments) {
		try {
			open(Path.of(arguments[0]));
			System.out.println("open");
		}
		catch (IOException ex) {
			System.out.println(ex.getMessage());
		}
	}

}
