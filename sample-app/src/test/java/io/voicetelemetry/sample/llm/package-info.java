@NullMarked
package io.voicetelemetry.sample.llm;

import org.jspecify.annotations.NullMarked;
