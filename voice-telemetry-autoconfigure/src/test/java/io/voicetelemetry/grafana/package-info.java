@NullMarked
package io.voicetelemetry.grafana;

import org.jspecify.annotations.NullMarked;
