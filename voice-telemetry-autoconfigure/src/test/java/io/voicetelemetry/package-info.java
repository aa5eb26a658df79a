@NullMarked
package io.voicetelemetry;

import org.jspecify.annotations.NullMarked;
