package io.voicetelemetry.session;

/**
 * A result that may be there before its stage was told of it, because whoever has it
 * tells others first.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface UntoldResult {

	/**
	 * Has the stage told if the result is there. Called by who ends the session, on whose
	 * thread the result is read then.
	 * @param deadline until when, by {@link System#nanoTime}, to wait for another thread
	 * that is just telling
	 */
	void tellIfThere(long deadline);

}
