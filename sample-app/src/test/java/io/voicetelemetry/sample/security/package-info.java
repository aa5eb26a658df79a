/**
 * What is shown to whom, in an application with Spring Security.
 */
@NullMarked
package io.voicetelemetry.sample.security;

import org.jspecify.annotations.NullMarked;
