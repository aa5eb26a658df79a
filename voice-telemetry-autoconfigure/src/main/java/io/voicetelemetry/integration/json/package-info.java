/**
 * Reads the JSON of OpenAI-compatible providers, for applications that ask them with a
 * plain HTTP client.
 */
@NullMarked
package io.voicetelemetry.integration.json;

import org.jspecify.annotations.NullMarked;
