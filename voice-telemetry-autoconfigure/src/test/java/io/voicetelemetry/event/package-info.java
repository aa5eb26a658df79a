@NullMarked
package io.voicetelemetry.event;

import org.jspecify.annotations.NullMarked;
