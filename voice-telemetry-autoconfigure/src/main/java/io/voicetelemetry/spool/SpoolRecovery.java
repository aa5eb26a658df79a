package io.voicetelemetry.spool;

/**
 * What was not recovered when a spool was opened.
 *
 * @param expiredSpans how many spans were given up because they were too old
 * @param evictedSpans how many spans were given up because there was more on disk than
 * the limit allows
 * @param corruptFiles how many files were damaged otherwise than by a process that died
 * while it wrote. What was intact in them is recovered; how many spans were not, nobody
 * can tell
 * @since 0.1
 */
public record SpoolRecovery(long expiredSpans, long evictedSpans, int corruptFiles) {
}
