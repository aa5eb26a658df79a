package io.voicetelemetry.sample.agent;

/**
 * Published as an application event when a call has ended, on the thread of the server
 * that noticed, after {@link CallAgent#close} has returned. Listeners that must have run
 * before {@code sample.exit} ends the application need a precedence above the lowest.
 *
 * @param callId the call
 * @param reason why it ended: {@code hangup} or {@code error}
 * @param replies how many replies the agent began, the greeting included
 * @param interruptions how many of them were cut off by the caller
 * @param audioFrames how many audio frames the caller sent
 */
public record CallEnded(String callId, String reason, int replies, int interruptions, long audioFrames) {

}
