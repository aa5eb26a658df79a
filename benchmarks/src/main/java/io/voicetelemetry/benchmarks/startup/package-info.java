/**
 * What a starter adds to the start of an application.
 */
@NullMarked
package io.voicetelemetry.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
