@NullMarked
package io.voicetelemetry.session;

import org.jspecify.annotations.NullMarked;
