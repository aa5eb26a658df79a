/**
 * Annotations for the methods of a voice agent. They depend on nothing but the JDK.
 * <p>
 * Where an attribute takes text, the text may be a literal, hold {@code ${placeholders}},
 * or hold expressions of the Spring Expression Language in <code>#{…}</code> over the
 * arguments by name, {@code #result} and {@code #error}.
 * <p>
 * All of them may stand on a method of a class or an interface, and on annotations of the
 * application's own.
 */
@NullMarked
package io.voicetelemetry.annotation;

import org.jspecify.annotations.NullMarked;
