/**
 * Annotations for the methods of a voice agent. They depend on nothing but the JDK.
 * <p>
 * Where an attribute takes text, the text may be a literal, hold {@code ${placeholders}},
 * or hold expressions of the Spring Expression Language in <code>#{…}</code> over the
 * arguments by name, {@code #result} and {@code #error}.
 * <p>
 * All of them may stand on a method of a class or an interface, and on annotations of the
 * application's own.
 * <p>
 * A method may return before its work is done: a future, a publisher, a stream. What is
 * said to happen when a method returns then happens when its result has come, and what a
 * publisher does begins anew with each subscription. {@code #result} is the value that
 * came, or the last item.
 */
@NullMarked
package io.voicetelemetry.annotation;

import org.jspecify.annotations.NullMarked;
