/**
 * Reads what the official Anthropic client returns, so that an annotated method which
 * returns it needs no mapping.
 */
@NullMarked
package io.voicetelemetry.integration.anthropic;

import org.jspecify.annotations.NullMarked;
