package io.voicetelemetry.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes that tells how many have passed.
 */
final class FollowedInputStream extends FilterInputStream {

	private final RunningStage stage;

	private long position;

	private long marked;

	/** Up to where bytes were told: those read again after a reset are not. */
	private long told;

	/** What interrupted reading, unless that went on. */
	private @Nullable Throwable interrupted;

	FollowedInputStream(InputStream source, RunningStage stage) {
		super(source);
		this.stage = stage;
	}

	@Override
	public int read() throws IOException {
		try {
			int read = this.in.read();
			passed((read >= 0) ? 1 : -1);
			return read;
		}
		catch (Throwable ex) {
			failed(ex);
			throw ex;
		}
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		try {
			int read = this.in.read(bytes, offset, length);
			passed(read);
			return read;
		}
		catch (IndexOutOfBoundsException | NullPointerException ex) {
			// The caller's mistake: nothing has happened to the stream.
			throw ex;
		}
		catch (Throwable ex) {
			failed(ex);
			throw ex;
		}
	}

	@Override
	public long skip(long count) throws IOException {
		try {
			long skipped = this.in.skip(count);
			if (skipped > 0) {
				passed(skipped);
			}
			return skipped;
		}
		catch (Throwable ex) {
			failed(ex);
			throw ex;
		}
	}

	private void failed(Throwable error) {
		if (error instanceof InterruptedIOException) {
			// A time-out, say, after which reading may go on.
			this.interrupted = error;
		}
		else {
			this.stage.fail(error);
		}
	}

	private void passed(long count) {
		this.interrupted = null;
		if (count < 0) {
			this.stage.complete();
			return;
		}
		this.position += count;
		long more = this.position - this.told;
		if (more > 0) {
			this.told = this.position;
			this.stage.item(ByteCount.of(more));
		}
	}

	@Override
	public void mark(int limit) {
		this.marked = this.position;
		super.mark(limit);
	}

	@Override
	public void reset() throws IOException {
		super.reset();
		this.position = this.marked;
	}

	@Override
	public void close() throws IOException {
		Throwable interrupted = this.interrupted;
		if (interrupted != null) {
			this.stage.fail(interrupted);
		}
		else {
			this.stage.cancel();
		}
		super.close();
	}

}
