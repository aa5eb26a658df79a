package io.voicetelemetry.aop;

import java.util.List;
import java.util.function.Supplier;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * The application's readers. They are created with the first result that may need one.
 *
 * @param results those of results
 * @param chunks those of the pieces of streamed results
 */
record ReaderBeans(Supplier<List<ResultReader<?>>> results, Supplier<List<ChunkReader<?>>> chunks) {

	List<ResultReader<?>> resultReaders(VoiceTelemetry telemetry) {
		return created(this.results, "result readers", telemetry);
	}

	List<ChunkReader<?>> chunkReaders(VoiceTelemetry telemetry) {
		return created(this.chunks, "chunk readers", telemetry);
	}

	private static <T> List<T> created(Supplier<List<T>> beans, String what, VoiceTelemetry telemetry) {
		try {
			return beans.get();
		}
		catch (Throwable ex) {
			telemetry.refused(RefusalReason.USER_CODE_FAILED, "Creating the " + what, ex);
			return List.of();
		}
	}

}
