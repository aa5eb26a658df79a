/**
 * The pages, in a real browser.
 */
@NullMarked
package io.voicetelemetry.sample.browser;

import org.jspecify.annotations.NullMarked;
