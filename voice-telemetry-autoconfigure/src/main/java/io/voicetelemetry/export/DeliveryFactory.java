package io.voicetelemetry.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.otlp.OtlpTransport;
import io.voicetelemetry.spool.OpenSpanJournal;
import io.voicetelemetry.spool.Spool;
import io.voicetelemetry.spool.SpoolRecovery;
import io.voicetelemetry.spool.SpoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * Puts a delivery together, on disk if that is wanted and possible. What is wrong with
 * the disk is told and no reason not to deliver.
 */
final class DeliveryFactory {

	/** It is read into memory when the application starts. */
	private static final long MAX_JOURNAL_BYTES = 64 << 20;

	private final String backend;

	private final DeliverySettings settings;

	private final OtlpTransport transport;

	private final RequestFactory requests;

	private final DeliveryAccount account;

	private final DeliveryLog log;

	DeliveryFactory(String backend, DeliverySettings settings, OtlpTransport transport, UnaryOperator<SpanData> rewrite,
			DeliveryAccount account, DeliveryLog log) {
		this.backend = backend;
		this.settings = settings;
		this.transport = transport;
		this.requests = new RequestFactory(rewrite, settings.maxTextLength());
		this.account = account;
		this.log = log;
	}

	OpenSpans openSpans() {
		return new OpenSpans(this.requests, this.log);
	}

	/**
	 * A delivery that has taken over what an earlier process has left.
	 */
	Delivery create(IncomingSpans incoming, OpenSpans openSpans, Runnable wakeUp) {
		SpoolSettings settings = this.settings.spool();
		Spool spool = (settings != null) ? open(settings, openSpans) : null;
		this.log.budget(this.settings.describeBudget(spool != null));
		long maxAge = (spool != null && settings != null) ? settings.maxAge().toNanos()
				: this.settings.maxElapsed().toNanos();
		Intake intake = new Intake(incoming, this.requests, this.account, this.log, System::nanoTime, maxAge);
		Delivery delivery = new Delivery(this.settings, intake, this.transport, store(spool), openSpans, this.account,
				this.log, System::nanoTime, wakeUp);
		recover(delivery);
		return delivery;
	}

	private void recover(Delivery delivery) {
		try {
			Delivery.Recovered recovered = delivery.recover();
			if (recovered.left() > 0 || recovered.interrupted() > 0) {
				this.log.tell("delivers what an earlier run has left: " + recovered.left() + " spans, and "
						+ recovered.interrupted() + " that it has not ended");
			}
		}
		catch (Throwable ex) {
			// It is still there for the next run, and this one has spans of its own.
			this.log.unexpected(System.nanoTime(), "Taking over what an earlier run has left", ex);
		}
	}

	private BatchStore store(@Nullable Spool spool) {
		SpoolSettings settings = this.settings.spool();
		return (spool != null && settings != null) ? new SpoolStore(spool, settings.maxBytes() / 4, this.log)
				: BatchStore.MEMORY;
	}

	private @Nullable Spool open(SpoolSettings settings, OpenSpans openSpans) {
		Path directory = settings.directory().resolve(this.backend);
		Spool spool;
		try {
			spool = Spool.open(directory, settings);
		}
		catch (IOException | RuntimeException ex) {
			this.log.warn("spans are kept in memory alone: " + ex.getMessage());
			return null;
		}
		tell(spool.recovery());
		try {
			openSpans.begin(OpenSpanJournal.open(directory, Math.min(settings.maxBytes(), MAX_JOURNAL_BYTES),
					settings.fsync()));
		}
		catch (IOException | RuntimeException ex) {
			this.log.warn("should this process die, open calls will not be reported: " + ex.getMessage());
		}
		return spool;
	}

	private void tell(SpoolRecovery recovery) {
		long now = System.nanoTime();
		if (recovery.corruptFiles() > 0) {
			this.log.warn("damaged files on disk: " + recovery.corruptFiles() + ", set aside as *.corrupt");
		}
		if (recovery.expiredSpans() > 0) {
			drop(now, DropReason.EXPIRED, recovery.expiredSpans());
		}
		if (recovery.evictedSpans() > 0) {
			drop(now, DropReason.QUEUE_FULL, recovery.evictedSpans());
		}
	}

	private void drop(long now, DropReason reason, long spans) {
		this.account.accepted(spans);
		this.account.dropped(reason, spans);
		this.log.dropped(now, reason, spans);
	}

}
