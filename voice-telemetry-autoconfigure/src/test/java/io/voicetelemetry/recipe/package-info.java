/**
 * The code of {@code docs/event-pumps.md}, compiled and played with what the providers
 * send. What is shown there is here to the letter.
 */
@NullMarked
package io.voicetelemetry.recipe;

import org.jspecify.annotations.NullMarked;
