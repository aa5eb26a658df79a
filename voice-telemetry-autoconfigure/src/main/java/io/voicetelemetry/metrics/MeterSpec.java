package io.voicetelemetry.metrics;

import org.jspecify.annotations.Nullable;

/**
 * What a meter is, apart from the values of its tags.
 *
 * @param name the name
 * @param kind how it measures
 * @param unit the unit, or {@code null} if it counts what its name says
 * @param meaning what it tells
 * @param buckets upper bounds of the buckets of a summary or a timer
 */
record MeterSpec(String name, MeterKind kind, @Nullable String unit, String meaning, double[] buckets) {
}
