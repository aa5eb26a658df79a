package io.voicetelemetry.export;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a pipeline: at once, but of each kind no more than a line in a
 * minute. Used by the thread of the pipeline alone.
 */
final class DeliveryLog {

	private static final Logger logger = LoggerFactory.getLogger(ExportPipeline.class);

	private static final long PAUSE = Duration.ofMinutes(1).toNanos();

	private final String destination;

	private String budget;

	private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

	private @Nullable String lastProblem;

	private @Nullable Long failedSince;

	private @Nullable Long failureLogged;

	private @Nullable Long refusalLogged;

	private @Nullable Long dropLogged;

	private @Nullable Long errorLogged;

	private boolean partialLogged;

	/**
	 * A log.
	 * @param destination where the pipeline sends to, without any secret
	 * @param budget for how long, and how much of it, spans are kept
	 */
	DeliveryLog(String destination, String budget) {
		this.destination = destination;
		this.budget = budget;
	}

	/**
	 * For how long, and how much of it, spans are kept.
	 */
	void budget(String budget) {
		this.budget = budget;
	}

	/**
	 * A request has failed.
	 * @param refused whether somebody has to mend something: that is told at once even if
	 * something else was told just before
	 */
	void failed(long now, String problem, boolean refused, long waiting) {
		this.lastProblem = problem;
		if (this.failedSince == null) {
			this.failedSince = now;
		}
		if (isDue(refused ? this.refusalLogged : this.failureLogged, now)) {
			this.failureLogged = now;
			if (refused) {
				this.refusalLogged = now;
			}
			logger.warn("Spans cannot be delivered to {}: it {}; {} waiting, {}", this.destination, problem,
					spans(waiting), this.budget);
		}
		else {
			logger.debug("Spans cannot be delivered to {}: it {}; {} waiting", this.destination, problem,
					spans(waiting));
		}
	}

	/**
	 * A request was taken.
	 */
	void delivered(long now) {
		Long since = this.failedSince;
		if (since != null) {
			// What has not lasted was hardly worth the first line, and is worth no
			// second.
			if (now - since > PAUSE / 60) {
				logger.info("Spans are delivered to {} again, after {} s", this.destination,
						Duration.ofNanos(now - since).toSeconds());
			}
			this.failedSince = null;
			this.lastProblem = null;
		}
	}

	/**
	 * The backend took a request but for some of its spans.
	 */
	void rejected(long spans, String message) {
		if (!this.partialLogged) {
			this.partialLogged = true;
			logger.warn("{} has rejected {} of a request that it took; further ones are counted, not logged",
					this.destination, spans(spans));
		}
		// It may quote what is on the spans.
		logger.debug("{} has rejected {}: {}", this.destination, spans(spans), message);
	}

	/**
	 * Spans were given up.
	 */
	void dropped(long now, DropReason reason, long spans) {
		this.dropped.merge(reason, spans, Long::sum);
		tellDropped(now, false);
	}

	/**
	 * Tells what was given up and not told yet.
	 * @param last whether there is no later moment to tell it
	 */
	void tellDropped(long now, boolean last) {
		if (!this.dropped.isEmpty() && (last || isDue(this.dropLogged, now))) {
			this.dropLogged = now;
			logger.warn("Lost for {}: {}, of them {}", this.destination,
					spans(this.dropped.values().stream().mapToLong(Long::longValue).sum()),
					this.dropped.entrySet()
						.stream()
						.map((entry) -> entry.getValue() + " " + entry.getKey().value())
						.collect(Collectors.joining(", ")));
			this.dropped.clear();
		}
	}

	/**
	 * Something threw that does not throw.
	 */
	void unexpected(long now, String what, Throwable error) {
		if (isDue(this.errorLogged, now)) {
			this.errorLogged = now;
			logger.warn("{} for {} failed unexpectedly", what, this.destination, error);
		}
	}

	/**
	 * The application stops before everything was delivered.
	 */
	void undelivered(long lost, long onDisk, Duration waited) {
		String problem = (this.lastProblem != null) ? ": it " + this.lastProblem : "";
		if (lost > 0) {
			logger.warn("{} could not be delivered to {} within {} s when the application stopped, and {} lost{}",
					spans(lost), this.destination, waited.toMillis() / 1000.0, (lost == 1) ? "is" : "are", problem);
		}
		if (onDisk > 0) {
			logger.warn("On disk for {}: {}, to be delivered when the application starts again{}", this.destination,
					spans(onDisk), problem);
		}
	}

	/**
	 * Something that an operator wants to know once.
	 */
	void tell(String message) {
		logger.info("{}: {}", this.destination, message);
	}

	void warn(String message) {
		logger.warn("{}: {}", this.destination, message);
	}

	private static String spans(long number) {
		return (number == 1) ? "1 span" : number + " spans";
	}

	private static boolean isDue(@Nullable Long last, long now) {
		return last == null || now - last >= PAUSE;
	}

}
