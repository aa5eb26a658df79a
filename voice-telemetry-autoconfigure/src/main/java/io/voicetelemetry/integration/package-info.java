/**
 * Hands on to Spring what is told about calls. Depends on Spring and the events.
 */
@NullMarked
package io.voicetelemetry.integration;

import org.jspecify.annotations.NullMarked;
