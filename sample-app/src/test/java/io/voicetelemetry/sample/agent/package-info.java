@NullMarked
package io.voicetelemetry.sample.agent;

import org.jspecify.annotations.NullMarked;
