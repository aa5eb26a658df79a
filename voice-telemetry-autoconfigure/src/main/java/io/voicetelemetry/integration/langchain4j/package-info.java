/**
 * LangChain4j: the requests of its models, the tools of its AI services and its audio
 * models, as stages of the call that they are made in.
 */
@NullMarked
package io.voicetelemetry.integration.langchain4j;

import org.jspecify.annotations.NullMarked;
