/**
 * The clinic's appointments and the tools through which the language model reaches them.
 */
@NullMarked
package io.voicetelemetry.sample.appointment;

import org.jspecify.annotations.NullMarked;
