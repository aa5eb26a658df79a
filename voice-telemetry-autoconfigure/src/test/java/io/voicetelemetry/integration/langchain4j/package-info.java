@NullMarked
package io.voicetelemetry.integration.langchain4j;

import org.jspecify.annotations.NullMarked;
