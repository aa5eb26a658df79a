@NullMarked
package io.voicetelemetry.content.redaction;

import org.jspecify.annotations.NullMarked;
