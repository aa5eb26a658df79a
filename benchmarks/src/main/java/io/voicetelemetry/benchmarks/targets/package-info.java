/**
 * What was to be reached, beside what was measured.
 */
@NullMarked
package io.voicetelemetry.benchmarks.targets;

import org.jspecify.annotations.NullMarked;
