/**
 * The client of the language model, any provider that speaks OpenAI's protocol.
 */
@NullMarked
package io.voicetelemetry.sample.llm;

import org.jspecify.annotations.NullMarked;
