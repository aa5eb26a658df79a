package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.voicetelemetry.fence.UserCodeFence;
import io.voicetelemetry.fence.UserCodeFence.Code;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.ItemReaders;
import io.voicetelemetry.stream.ItemReading;
import org.jspecify.annotations.Nullable;

/**
 * The readers of what a method returns, whole or piece by piece. They are chosen with the
 * first result, as they may be beans. Thread-safe.
 */
final class MethodReaders {

	private final Method method;

	private final Stage stage;

	/** What a result is, also if it comes after the method has returned. */
	private final Class<?> resultType;

	private final boolean deferred;

	private final ReaderBeans beans;

	private final Map<Class<?>, ChosenReader> readersByClass = new ConcurrentHashMap<>();

	private volatile @Nullable ChosenReader reader;

	private volatile @Nullable ItemReaders itemReaders;

	MethodReaders(Method method, Stage stage, MethodResult result, ReaderBeans beans) {
		this.method = method;
		this.stage = stage;
		this.resultType = result.type();
		this.deferred = result.deferred() != null;
		this.beans = beans;
	}

	/**
	 * Reads a result. Throws nothing.
	 */
	void read(Object result, VoiceSpan span, InPlace.Reports reports) {
		VoiceTelemetry telemetry = reports.telemetry();
		try {
			ChosenReader chosen = reader(result, telemetry);
			ResultReader<Object> reader = chosen.reader();
			if (reader != null && chosen.builtIn() && InPlace.isPlain(result)) {
				reader.read(result, span);
			}
			else if (chosen.reading() != null) {
				chosen.fence().call(chosen.reading(), result, span, reports);
			}
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED, "Reading the result of " + this.method, ex);
		}
	}

	/**
	 * Begins to read a result that comes piece by piece.
	 * @param first the first of them
	 */
	ItemReading begin(Object first, VoiceSpan span, InPlace.Reports reports) {
		ItemReaders itemReaders = this.itemReaders;
		if (itemReaders == null) {
			List<ChunkReader<?>> chunks = this.beans.chunkReaders(reports.telemetry());
			itemReaders = new ItemReaders(InPlace.nameOf(this.method), () -> chunks, reports);
			this.itemReaders = itemReaders;
		}
		return itemReaders.begin(span, this.resultType, first);
	}

	/**
	 * The reader for the declared type, or else for the class of a result that was not
	 * declared to be of any type.
	 */
	private ChosenReader reader(Object result, VoiceTelemetry telemetry) {
		ChosenReader chosen = this.reader;
		if (chosen == null) {
			chosen = choose(this.resultType, telemetry);
			this.reader = chosen;
		}
		ResultReader<Object> reader = chosen.reader();
		return (!this.deferred || (reader != null && reader.resultType().isInstance(result))) ? chosen
				: this.readersByClass.computeIfAbsent(result.getClass(), (type) -> choose(type, telemetry));
	}

	private ChosenReader choose(Class<?> type, VoiceTelemetry telemetry) {
		ResultReader<Object> reader = ResultReaders.choose(type, this.stage, this.beans.resultReaders(telemetry));
		return new ChosenReader(reader, ResultReaders.isBuiltIn(reader), ResultReaders.fence(reader, this.method),
				(reader != null) ? reading(reader) : null);
	}

	private static Code<Object, VoiceSpan, Object> reading(ResultReader<Object> reader) {
		return (result, span) -> {
			reader.read(result, span);
			return null;
		};
	}

	/**
	 * The reader that was chosen, which may be none.
	 */
	private record ChosenReader(@Nullable ResultReader<Object> reader, boolean builtIn, UserCodeFence fence,
			@Nullable Code<Object, VoiceSpan, Object> reading) {
	}

}
