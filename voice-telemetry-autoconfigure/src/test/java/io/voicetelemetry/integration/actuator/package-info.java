@NullMarked
package io.voicetelemetry.integration.actuator;

import org.jspecify.annotations.NullMarked;
