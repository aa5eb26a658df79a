@NullMarked
package io.voicetelemetry.aop;

import org.jspecify.annotations.NullMarked;
