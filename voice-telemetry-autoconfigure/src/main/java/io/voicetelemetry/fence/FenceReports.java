package io.voicetelemetry.fence;

import org.jspecify.annotations.Nullable;

/**
 * Is told what goes wrong behind a fence. Thread-safe; what it throws is ignored.
 *
 * @since 0.1
 */
public interface FenceReports {

	/**
	 * Nobody is told.
	 */
	FenceReports NONE = new FenceReports() {

		@Override
		public void refused(@Nullable String what, @Nullable Throwable error) {
		}

		@Override
		public void warn(String text) {
		}

	};

	/**
	 * Counts something that user code was to give and did not.
	 * @param what what it was, for the log; {@code null} only counts
	 * @param error what was thrown, or {@code null} if it was not run
	 */
	void refused(@Nullable String what, @Nullable Throwable error);

	/**
	 * Writes a warning to the log. Each fence gives two at most.
	 * @param text the warning
	 */
	void warn(String text);

}
