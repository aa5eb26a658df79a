/**
 * What becomes of the spans when the backend fails: plays faults over real HTTP and
 * prints a table of what was promised and what was measured.
 */
@NullMarked
package io.voicetelemetry.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
