@NullMarked
package io.voicetelemetry.metrics;

import org.jspecify.annotations.NullMarked;
