/**
 * Runs code of the application in place, on the thread of a call, so that it harms none.
 * Depends on the JDK and JSpecify alone.
 */
@NullMarked
package io.voicetelemetry.fence;

import org.jspecify.annotations.NullMarked;
