@NullMarked
package io.voicetelemetry.stream;

import org.jspecify.annotations.NullMarked;
