/**
 * What telemetry costs, beside the same work written by hand.
 */
@NullMarked
package io.voicetelemetry.benchmarks;

import org.jspecify.annotations.NullMarked;
