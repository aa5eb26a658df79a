/**
 * The voice agent: what a call is, who speaks when, and how a reply comes about.
 */
@NullMarked
package io.voicetelemetry.sample.agent;

import org.jspecify.annotations.NullMarked;
