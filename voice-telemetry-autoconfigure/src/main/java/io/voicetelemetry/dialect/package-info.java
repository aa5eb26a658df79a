/**
 * How spans are written for a backend: what it wants to read instead of, or beside, the
 * vocabulary that they were recorded in. Each dialect is one file that reads as a table.
 * Knows the span data of OpenTelemetry's SDK, and stages and attributes.
 */
@NullMarked
package io.voicetelemetry.dialect;

import org.jspecify.annotations.NullMarked;
