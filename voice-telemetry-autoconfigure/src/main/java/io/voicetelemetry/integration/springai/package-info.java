/**
 * Spring AI: what its chat clients, models and tools do in a call, as stages of the call.
 */
@NullMarked
package io.voicetelemetry.integration.springai;

import org.jspecify.annotations.NullMarked;
