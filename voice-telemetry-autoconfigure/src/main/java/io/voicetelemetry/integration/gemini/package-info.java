/**
 * Reads what Google's Gen AI client returns, so that an annotated method which returns it
 * needs no mapping.
 */
@NullMarked
package io.voicetelemetry.integration.gemini;

import org.jspecify.annotations.NullMarked;
