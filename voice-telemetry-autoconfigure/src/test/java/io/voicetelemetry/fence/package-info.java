@NullMarked
package io.voicetelemetry.fence;

import org.jspecify.annotations.NullMarked;
