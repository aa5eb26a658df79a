package io.voicetelemetry.autoconfigure;

import io.voicetelemetry.event.VoiceMetricsListener;

/**
 * Who of our own is told figures in place. Not a {@link VoiceMetricsListener} itself:
 * beans of that type are told on another thread.
 *
 * @param listener who is told
 */
record MetricsConsumer(VoiceMetricsListener listener) {
}
