/**
 * Reads what the official OpenAI client returns, so that an annotated method which
 * returns it needs no mapping.
 */
@NullMarked
package io.voicetelemetry.integration.openai;

import org.jspecify.annotations.NullMarked;
