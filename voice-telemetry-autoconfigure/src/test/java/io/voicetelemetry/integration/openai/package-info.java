@NullMarked
package io.voicetelemetry.integration.openai;

import org.jspecify.annotations.NullMarked;
