@NullMarked
package io.voicetelemetry.sample.report;

import org.jspecify.annotations.NullMarked;
