@NullMarked
package io.voicetelemetry.autoconfigure;

import org.jspecify.annotations.NullMarked;
