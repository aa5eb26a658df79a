@NullMarked
package io.voicetelemetry.integration;

import org.jspecify.annotations.NullMarked;
