/**
 * From the end of a span to the wire: the processor that OpenTelemetry's SDK calls, the
 * sampler, and a pipeline for each backend.
 */
@NullMarked
package io.voicetelemetry.export;

import org.jspecify.annotations.NullMarked;
