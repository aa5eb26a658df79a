/**
 * Adds up what calls use. Depends on the JDK, JSpecify and the events.
 */
@NullMarked
package io.voicetelemetry.usage;

import org.jspecify.annotations.NullMarked;
