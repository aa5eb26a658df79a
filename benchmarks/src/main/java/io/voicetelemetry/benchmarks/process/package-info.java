/**
 * Java processes of their own, and what a process takes.
 */
@NullMarked
package io.voicetelemetry.benchmarks.process;

import org.jspecify.annotations.NullMarked;
