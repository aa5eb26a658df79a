package io.voicetelemetry.sample.script;

/**
 * What the caller heard of one reply.
 *
 * @param text the sentences that were sent
 * @param seconds how much of the audio was heard
 * @param interrupted whether the caller cut it off
 */
record Heard(String text, double seconds, boolean interrupted) {

}
