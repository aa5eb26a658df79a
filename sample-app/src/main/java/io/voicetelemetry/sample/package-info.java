/**
 * A clinic's appointment line: a voice agent on Spring Boot that needs no key, no
 * microphone and no network.
 */
@NullMarked
package io.voicetelemetry.sample;

import org.jspecify.annotations.NullMarked;
