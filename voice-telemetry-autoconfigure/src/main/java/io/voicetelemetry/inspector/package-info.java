/**
 * The last calls, kept in the memory of the application to be looked at: what the page,
 * the actuator endpoint and the download are made of.
 */
@NullMarked
package io.voicetelemetry.inspector;

import org.jspecify.annotations.NullMarked;
