@NullMarked
package io.voicetelemetry.sample.appointment;

import org.jspecify.annotations.NullMarked;
