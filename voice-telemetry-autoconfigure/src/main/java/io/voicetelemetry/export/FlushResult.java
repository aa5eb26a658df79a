package io.voicetelemetry.export;

/**
 * What became of the spans that were waiting when a flush began.
 *
 * @param backend the backend's name
 * @param delivered how many the backend has confirmed
 * @param dropped how many were given up
 * @param queued how many still wait
 * @since 0.1
 */
public record FlushResult(String backend, long delivered, long dropped, long queued) {

	/**
	 * Whether the backend has all of them.
	 * @return {@code true} if nothing was dropped and nothing waits
	 */
	public boolean isComplete() {
		return this.dropped == 0 && this.queued == 0;
	}

}
