package io.voicetelemetry.sample.agent;

/**
 * What the caller is saying, until it is answered. Every change makes a new revision, so
 * that a decision taken on an older one can be dropped.
 */
final class CallerTurn {

	private final StringBuilder text = new StringBuilder();

	private boolean speaking;

	private int revision;

	void speechStarted() {
		this.speaking = true;
		this.revision++;
	}

	void speechStopped() {
		this.speaking = false;
		this.revision++;
	}

	void add(String transcript) {
		if (!this.text.isEmpty()) {
			this.text.append(' ');
		}
		this.text.append(transcript.strip());
		this.revision++;
	}

	boolean mayBeComplete() {
		return !this.speaking && !this.text.isEmpty();
	}

	int revision() {
		return this.revision;
	}

	String text() {
		return this.text.toString();
	}

	String take() {
		String taken = this.text.toString();
		this.text.setLength(0);
		this.revision++;
		return taken;
	}

}
