@NullMarked
package io.voicetelemetry.integration.json;

import org.jspecify.annotations.NullMarked;
