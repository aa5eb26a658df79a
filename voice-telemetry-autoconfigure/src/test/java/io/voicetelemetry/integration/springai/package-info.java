@NullMarked
package io.voicetelemetry.integration.springai;

import org.jspecify.annotations.NullMarked;
