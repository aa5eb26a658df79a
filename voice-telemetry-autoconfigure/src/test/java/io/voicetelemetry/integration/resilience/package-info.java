@NullMarked
package io.voicetelemetry.integration.resilience;

import org.jspecify.annotations.NullMarked;
