@NullMarked
package io.voicetelemetry.integration.anthropic;

import org.jspecify.annotations.NullMarked;
