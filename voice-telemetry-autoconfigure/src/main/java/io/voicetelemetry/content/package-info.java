/**
 * What was said: whether it may be captured, how long it may be, and which attributes
 * carry it. Depends on the JDK, JSpecify and the fences around code of the application
 * alone.
 */
@NullMarked
package io.voicetelemetry.content;

import org.jspecify.annotations.NullMarked;
