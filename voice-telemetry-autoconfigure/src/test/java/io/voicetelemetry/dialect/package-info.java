@NullMarked
package io.voicetelemetry.dialect;

import org.jspecify.annotations.NullMarked;
