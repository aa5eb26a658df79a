package io.voicetelemetry.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who reads the items of a stream: a reader of the application first, then what
 * is known of the items here. Thread-safe.
 *
 * @since 0.1
 */
public final class ItemReaders {

	private final String what;

	private final Supplier<List<ChunkReader<?>>> readers;

	private final FenceReports reports;

	private final Map<ChunkReader<?>, UserCodeFence> fences = new ConcurrentHashMap<>();

	private final UserCodeFence textFence;

	/**
	 * Readers for the streams of one method, say.
	 * @param source whose items they are, for the log
	 * @param readers the application's readers, in their order; asked for with each
	 * stream
	 * @param reports who is told what goes wrong
	 */
	public ItemReaders(String source, Supplier<List<ChunkReader<?>>> readers, FenceReports reports) {
		this.what = "Reading the items of " + source;
		this.readers = readers;
		this.reports = reports;
		this.textFence = new UserCodeFence("The texts of the items of " + source, "they are missing");
	}

	/**
	 * Begins to read a stream.
	 * @param span the stage that it is the result of
	 * @param declared what its items are declared to be, {@code Object} if nothing is
	 * known
	 * @param first its first item
	 * @return what reads that and those that follow
	 */
	public ItemReading begin(VoiceSpan span, Class<?> declared, Object first) {
		if (!span.isMeasured()) {
			return ItemReading.NONE;
		}
		ChunkReader<?> reader = find(declared);
		if (reader == null) {
			reader = find(first.getClass());
		}
		return (reader != null) ? begin(reader, span)
				: KnownItems.begin(span, first, (code) -> this.textFence.call(code, this.reports));
	}

	private @Nullable ChunkReader<?> find(Class<?> type) {
		for (ChunkReader<?> reader : this.readers.get()) {
			if (reader.chunkType().isAssignableFrom(type)) {
				return reader;
			}
		}
		return null;
	}

	private <C> ItemReading begin(ChunkReader<C> reader, VoiceSpan span) {
		UserCodeFence fence = this.fences.computeIfAbsent(reader,
				(key) -> new UserCodeFence(this.what, "what they would tell is missing"));
		ChunkReader.Reading<C> reading = fence.call(() -> reader.begin(span), this.reports);
		return (reading != null) ? new FencedReading<>(reader.chunkType(), reading, span, fence, this.reports)
				: ItemReading.NONE;
	}

}
