@NullMarked
package io.voicetelemetry.export;

import org.jspecify.annotations.NullMarked;
