@NullMarked
package io.voicetelemetry.logging;

import org.jspecify.annotations.NullMarked;
