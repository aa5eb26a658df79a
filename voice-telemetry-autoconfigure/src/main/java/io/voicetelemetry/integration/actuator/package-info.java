/**
 * What the actuator tells of telemetry: an endpoint, health and info.
 */
@NullMarked
package io.voicetelemetry.integration.actuator;

import org.jspecify.annotations.NullMarked;
