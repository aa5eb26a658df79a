/**
 * Keeps records on disk until they are delivered, over the death of the process. Knows
 * nothing of what is in them. Depends on the JDK, JSpecify and SLF4J.
 */
@NullMarked
package io.voicetelemetry.spool;

import org.jspecify.annotations.NullMarked;
