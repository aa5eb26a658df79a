@NullMarked
package io.voicetelemetry.integration.propagation;

import org.jspecify.annotations.NullMarked;
