/**
 * The WebSocket a call comes in through.
 */
@NullMarked
package io.voicetelemetry.sample.web;

import org.jspecify.annotations.NullMarked;
