package io.voicetelemetry.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.voicetelemetry.content.LogText;
import io.voicetelemetry.fence.FenceReports;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was refused, and says the first of each case in the log.
 */
final class Refusals implements FenceReports {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	/** So many cases are told apart in the log: there may be any number. */
	private static final int MAX_LOGGED = 64;

	private static final int MAX_WARNING = 1000;

	private final LongAdder[] counts = new LongAdder[RefusalReason.values().length];

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	Refusals() {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] = new LongAdder();
		}
	}

	void count(RefusalReason reason) {
		this.counts[reason.ordinal()].increment();
	}

	void count(RefusalReason reason, String what, @Nullable Throwable error) {
		count(reason);
		if (this.logged.size() < MAX_LOGGED && this.logged.add(reason.value() + what)) {
			log(reason, what, error);
		}
	}

	@Override
	public void refused(@Nullable String what, @Nullable Throwable error) {
		if (what != null) {
			count(RefusalReason.USER_CODE_FAILED, what, error);
		}
		else {
			count(RefusalReason.USER_CODE_FAILED);
		}
	}

	@Override
	public void warn(String text) {
		logger.warn("{}", LogText.of(text, MAX_WARNING));
	}

	private static void log(RefusalReason reason, String what, @Nullable Throwable error) {
		try {
			// The message of an error may repeat what was said, so only its class is
			// told.
			logger.warn(
					"{} failed with {}: the call goes on, what it would have recorded is missing. "
							+ "Further cases of it are counted as '{}' and not logged",
					LogText.of(what), (error != null) ? error.getClass().getName() : "no error", reason.value());
		}
		catch (Throwable ex) {
			// An appender of the application: it may be what failed in the first place.
		}
	}

	Map<RefusalReason, Long> snapshot() {
		Map<RefusalReason, Long> snapshot = new EnumMap<>(RefusalReason.class);
		for (RefusalReason reason : RefusalReason.values()) {
			long count = this.counts[reason.ordinal()].sum();
			if (count > 0) {
				snapshot.put(reason, count);
			}
		}
		return snapshot;
	}

}
