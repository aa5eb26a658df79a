package io.voicetelemetry.stream;

import java.time.Instant;
import java.util.concurrent.Callable;

import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Has a reader of the application read the items of a stream, none at the same time as
 * another or as the end.
 *
 * @param <C> the type of the items that it reads
 */
final class FencedReading<C> implements ItemReading {

	private final Class<C> type;

	private final ChunkReader.Reading<C> reading;

	private final VoiceSpan span;

	private final UserCodeFence fence;

	private final FenceReports reports;

	private @Nullable Instant first;

	private boolean ended;

	FencedReading(Class<C> type, ChunkReader.Reading<C> reading, VoiceSpan span, UserCodeFence fence,
			FenceReports reports) {
		this.type = type;
		this.reading = reading;
		this.span = span;
		this.fence = fence;
		this.reports = reports;
	}

	@Override
	public synchronized void item(Object item) {
		if (this.ended || !this.type.isInstance(item)) {
			return;
		}
		if (this.first == null) {
			this.first = this.span.now();
		}
		C chunk = this.type.cast(item);
		fenced(() -> {
			this.reading.chunk(chunk);
			return null;
		});
	}

	@Override
	public synchronized void end() {
		this.ended = true;
		fenced(() -> {
			this.reading.end();
			return null;
		});
		if (this.first == null) {
			return;
		}
		// For readers that tell something else; those that told it were first.
		if (this.span instanceof LlmCall call) {
			call.firstToken(this.first);
		}
		else if (this.span instanceof SpeechSynthesis synthesis) {
			synthesis.firstAudio(this.first);
		}
	}

	private void fenced(Callable<@Nullable Void> code) {
		this.fence.call(code, this.reports);
	}

	@Override
	public boolean tellsAll() {
		return true;
	}

}
