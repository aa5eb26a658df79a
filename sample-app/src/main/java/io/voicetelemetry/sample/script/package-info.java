/**
 * The caller: a scripted call through the real WebSocket.
 */
@NullMarked
package io.voicetelemetry.sample.script;

import org.jspecify.annotations.NullMarked;
