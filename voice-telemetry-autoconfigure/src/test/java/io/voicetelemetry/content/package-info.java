@NullMarked
package io.voicetelemetry.content;

import org.jspecify.annotations.NullMarked;
