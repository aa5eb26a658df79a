/**
 * What makes the annotations work: a plan for each annotated method, made once, and the
 * interceptor that follows it.
 */
@NullMarked
package io.voicetelemetry.aop;

import org.jspecify.annotations.NullMarked;
