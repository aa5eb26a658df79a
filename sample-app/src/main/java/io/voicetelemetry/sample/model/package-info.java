/**
 * An OpenAI-compatible endpoint that plays the language model, so that the sample runs
 * without a key.
 */
@NullMarked
package io.voicetelemetry.sample.model;

import org.jspecify.annotations.NullMarked;
