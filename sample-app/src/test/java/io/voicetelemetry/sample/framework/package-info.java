/**
 * Agents made with Spring AI and with LangChain4j, neither of which is annotated.
 */
@NullMarked
package io.voicetelemetry.sample.framework;

import org.jspecify.annotations.NullMarked;
