/**
 * Shows each call as it would be seen in a backend: a tree of spans on the console.
 */
@NullMarked
package io.voicetelemetry.sample.trace;

import org.jspecify.annotations.NullMarked;
