@NullMarked
package io.voicetelemetry.otlp;

import org.jspecify.annotations.NullMarked;
