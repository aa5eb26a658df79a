@NullMarked
package io.voicetelemetry.sample.trace;

import org.jspecify.annotations.NullMarked;
