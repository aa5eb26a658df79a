package io.voicetelemetry.spool;

import java.io.IOException;

/**
 * A record was not appended, since the spool would exceed its limit. Once the oldest
 * records are {@linkplain Spool#remove removed} it fits, unless it is larger than the
 * limit by itself. Space is given back a file at a time, so removing one record may not
 * be enough; removing all of them always is.
 *
 * @since 0.1
 */
public final class SpoolFullException extends IOException {

	private static final long serialVersionUID = 1L;

	SpoolFullException(long needed, long bytes, long maxBytes) {
		super("The spool is full: a record needs " + needed + " bytes, and " + bytes + " of " + maxBytes
				+ " are taken");
	}

}
