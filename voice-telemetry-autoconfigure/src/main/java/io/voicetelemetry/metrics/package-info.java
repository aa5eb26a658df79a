/**
 * What calls add up to, as Micrometer meters: recorded as it happens, with tags whose
 * number of values is bounded.
 */
@NullMarked
package io.voicetelemetry.metrics;

import org.jspecify.annotations.NullMarked;
