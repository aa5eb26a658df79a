/**
 * Text to speech, with FreeTTS.
 */
@NullMarked
package io.voicetelemetry.sample.speech;

import org.jspecify.annotations.NullMarked;
