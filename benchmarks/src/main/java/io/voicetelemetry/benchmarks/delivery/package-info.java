/**
 * How many spans are brought to a backend in a second, at which cost and how soon, beside
 * OpenTelemetry's own processor and exporters.
 */
@NullMarked
package io.voicetelemetry.benchmarks.delivery;

import org.jspecify.annotations.NullMarked;
