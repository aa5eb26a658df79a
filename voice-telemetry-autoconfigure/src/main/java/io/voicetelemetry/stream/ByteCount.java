package io.voicetelemetry.stream;

/**
 * So many bytes of a stream: an item of its own, because what they are is not looked at.
 *
 * @param bytes how many
 */
record ByteCount(int bytes) {
}
