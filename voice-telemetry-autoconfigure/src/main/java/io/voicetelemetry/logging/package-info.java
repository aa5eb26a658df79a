/**
 * The figures of a call as log lines. Depends on SLF4J and the events.
 */
@NullMarked
package io.voicetelemetry.logging;

import org.jspecify.annotations.NullMarked;
