@NullMarked
package io.voicetelemetry.integration.bedrock;

import org.jspecify.annotations.NullMarked;
