/**
 * What is found in a text and taken out of it without anybody's help: numbers of cards,
 * accounts and people, addresses, and any long row of digits, written or spoken. All
 * scanners read a text once from its beginning to its end and look ahead and back no
 * further than a bound, so that no text takes more than linear time. Knows the JDK alone.
 */
@NullMarked
package io.voicetelemetry.content.redaction;

import org.jspecify.annotations.NullMarked;
