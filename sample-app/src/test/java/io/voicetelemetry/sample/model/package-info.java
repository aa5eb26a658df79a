@NullMarked
package io.voicetelemetry.sample.model;

import org.jspecify.annotations.NullMarked;
