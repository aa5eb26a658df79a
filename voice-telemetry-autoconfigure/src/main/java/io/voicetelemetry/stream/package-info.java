/**
 * Follows results that come after a method has returned: futures, publishers, streams.
 * Who gets the result gets the same items, signals and errors as without telemetry.
 */
@NullMarked
package io.voicetelemetry.stream;

import org.jspecify.annotations.NullMarked;
