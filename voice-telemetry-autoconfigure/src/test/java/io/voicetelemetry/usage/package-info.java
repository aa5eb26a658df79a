@NullMarked
package io.voicetelemetry.usage;

import org.jspecify.annotations.NullMarked;
