package io.voicetelemetry.sample.agent;

/**
 * The way to the caller. Nothing here fails: a caller who is gone hears nothing.
 */
public interface CallerChannel {

	/**
	 * Tell the call's id.
	 * @param callId the id
	 */
	void callStarted(String callId);

	/**
	 * Send a sentence that is about to be spoken.
	 * @param reply number of the reply, from 1
	 * @param text the sentence
	 */
	void replyText(int reply, String text);

	/**
	 * Announce a reply's audio.
	 * @param reply number of the reply
	 */
	void audioStart(int reply);

	/**
	 * Send audio of the reply announced last.
	 * @param pcm the samples
	 */
	void audio(byte[] pcm);

	/**
	 * Say that a reply's audio is complete.
	 * @param reply number of the reply
	 * @param seconds how long all of it plays
	 */
	void audioEnd(int reply, double seconds);

	/**
	 * Say that a reply was cut off: what of its audio is still on the way is not to be
	 * played.
	 * @param reply number of the reply
	 */
	void interrupted(int reply);

	/**
	 * Report something that went wrong.
	 * @param message what
	 */
	void error(String message);

	/**
	 * End the connection.
	 */
	void hangUp();

}
