@NullMarked
package io.voicetelemetry.integration.gemini;

import org.jspecify.annotations.NullMarked;
