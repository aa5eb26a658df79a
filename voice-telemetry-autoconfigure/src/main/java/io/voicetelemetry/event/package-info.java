/**
 * What is told about a call: immutable values in seconds. Depends on the JDK and JSpecify
 * alone.
 */
@NullMarked
package io.voicetelemetry.event;

import org.jspecify.annotations.NullMarked;
