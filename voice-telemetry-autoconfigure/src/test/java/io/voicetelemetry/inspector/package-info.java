@NullMarked
package io.voicetelemetry.inspector;

import org.jspecify.annotations.NullMarked;
