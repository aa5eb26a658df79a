/**
 * Wires everything from {@code voice.telemetry.*}. Nothing else in this project imports
 * this package.
 */
@NullMarked
package io.voicetelemetry.autoconfigure;

import org.jspecify.annotations.NullMarked;
