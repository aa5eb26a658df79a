package io.voicetelemetry.metrics;

import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Meters of what became of spans on their way to backends: what was accepted is
 * delivered, dropped or queued. They are there from the start, and do not keep what they
 * read alive. Thread-safe.
 *
 * @since 0.1
 */
public final class ExportMeters {

	private final MeterFactory factory;

	/**
	 * Meters of a registry.
	 * @param registry where the meters are
	 */
	public ExportMeters(MeterRegistry registry) {
		this.factory = new MeterFactory(registry);
	}

	/**
	 * Registers the meters of one backend.
	 * @param <T> the type of what keeps the account
	 * @param backend the backend's name, one of few
	 * @param source what keeps the account
	 * @param account how it is read
	 */
	public <T> void register(String backend, T source, Account<T> account) {
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(account, "account");
		Tags tags = Tags.of(MeterTag.BACKEND.key(), Objects.requireNonNull(backend, "backend"));
		this.factory.counter(VoiceMeter.EXPORT_ACCEPTED.spec(), tags, source, account.accepted());
		this.factory.counter(VoiceMeter.EXPORT_DELIVERED.spec(), tags, source, account.delivered());
		account.dropped()
			.forEach((reason, dropped) -> this.factory.counter(VoiceMeter.EXPORT_DROPPED.spec(),
					tags.and(MeterTag.REASON.key(), reason), source, dropped));
		this.factory.gauge(VoiceMeter.EXPORT_QUEUED.spec(), tags, source, account.queued());
		this.factory.gauge(VoiceMeter.EXPORT_QUEUE_BYTES.spec(), tags, source, account.queuedBytes());
	}

	/**
	 * How an account is read.
	 *
	 * @param <T> the type of what keeps it
	 * @param accepted spans that were to be sent
	 * @param delivered spans that the backend has
	 * @param dropped spans that were given up, by reason
	 * @param queued spans that wait
	 * @param queuedBytes how much memory they take
	 */
	public record Account<T>(ToDoubleFunction<T> accepted, ToDoubleFunction<T> delivered,
			Map<String, ToDoubleFunction<T>> dropped, ToDoubleFunction<T> queued, ToDoubleFunction<T> queuedBytes) {

		/**
		 * Keeps the account as it is.
		 */
		public Account {
			Objects.requireNonNull(accepted, "accepted");
			Objects.requireNonNull(delivered, "delivered");
			dropped = Map.copyOf(Objects.requireNonNull(dropped, "dropped"));
			Objects.requireNonNull(queued, "queued");
			Objects.requireNonNull(queuedBytes, "queuedBytes");
		}

	}

}
