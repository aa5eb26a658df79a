/**
 * Takes what runs in a call to other threads, and what is known of a call to other
 * services.
 */
@NullMarked
package io.voicetelemetry.integration.propagation;

import org.jspecify.annotations.NullMarked;
