/**
 * What a test needs to judge voice telemetry by its effect:
 * {@link io.voicetelemetry.test.OtlpReceiver} takes spans as a backend would, over HTTP,
 * {@link io.voicetelemetry.test.VoiceTraceChecker} says what is wrong with their tree,
 * {@link io.voicetelemetry.test.VoiceTraceTree} writes the tree as text. Nothing here
 * depends on the code under test: names and tables are stated once more, on purpose.
 */
@NullMarked
package io.voicetelemetry.test;

import org.jspecify.annotations.NullMarked;
