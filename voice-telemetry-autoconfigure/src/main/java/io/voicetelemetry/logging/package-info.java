/**
 * The figures of a call as log lines. Depends on SLF4J, the events and what makes text
 * fit for a line.
 */
@NullMarked
package io.voicetelemetry.logging;

import org.jspecify.annotations.NullMarked;
