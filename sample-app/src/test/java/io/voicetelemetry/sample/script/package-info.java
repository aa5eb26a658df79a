@NullMarked
package io.voicetelemetry.sample.script;

import org.jspecify.annotations.NullMarked;
