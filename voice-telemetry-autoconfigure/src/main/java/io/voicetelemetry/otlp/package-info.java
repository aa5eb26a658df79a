/**
 * OTLP as it goes over the wire: encodes spans, splits and shortens what is encoded,
 * sends it, and says what the answer means.
 */
@NullMarked
package io.voicetelemetry.otlp;

import org.jspecify.annotations.NullMarked;
