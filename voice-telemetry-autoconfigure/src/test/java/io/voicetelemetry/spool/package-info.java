@NullMarked
package io.voicetelemetry.spool;

import org.jspecify.annotations.NullMarked;
