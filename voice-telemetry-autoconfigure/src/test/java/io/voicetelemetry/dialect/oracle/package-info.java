/**
 * What observability products would show of the spans they get. Written from what their
 * sources and documentation say about how they read attributes, not from our dialects.
 */
@NullMarked
package io.voicetelemetry.dialect.oracle;

import org.jspecify.annotations.NullMarked;
