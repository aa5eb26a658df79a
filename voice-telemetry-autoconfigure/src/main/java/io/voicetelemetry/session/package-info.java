/**
 * A call and its stages as handles: thread-safe objects that start on one thread and end
 * on another, exactly once, and the spans they make. Depends on the OpenTelemetry API,
 * the content policy and the events.
 */
@NullMarked
package io.voicetelemetry.session;

import org.jspecify.annotations.NullMarked;
