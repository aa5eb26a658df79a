/**
 * What a person wants to know when a call has ended: which part was slow, and what was
 * used.
 */
@NullMarked
package io.voicetelemetry.sample.report;

import org.jspecify.annotations.NullMarked;
