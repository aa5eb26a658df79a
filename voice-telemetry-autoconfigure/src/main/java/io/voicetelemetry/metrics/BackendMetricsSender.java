package io.voicetelemetry.metrics;

import java.util.concurrent.ExecutionException;

import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes meters to a backend. They are totals: what one request does not bring, the next
 * one does. So it says once when they are not taken, and once when they are again.
 */
final class BackendMetricsSender implements OtlpMetricsSender {

	private static final Logger logger = LoggerFactory.getLogger(BackendMeterRegistry.class);

	private final OtlpTransport transport;

	private boolean failing;

	BackendMetricsSender(OtlpTransport transport) {
		this.transport = transport;
	}

	@Override
	public synchronized void send(Request request) {
		try {
			tell(this.transport.send(request.getMetricsData()).get());
		}
		catch (InterruptedException ex) {
			// The registry is being closed.
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			failed("failed with " + ((cause != null) ? cause : ex).getClass().getSimpleName());
		}
	}

	private void tell(OtlpAnswer answer) {
		if (answer instanceof OtlpAnswer.Accepted accepted) {
			if (accepted.rejectedSpans() > 0) {
				failed("it rejects " + accepted.rejectedSpans() + " values");
			}
			else if (this.failing) {
				this.failing = false;
				logger.info("Meters are taken by {} again", this.transport);
			}
		}
		else if (answer instanceof OtlpAnswer.TryLater later) {
			failed(later.problem());
		}
		else if (answer instanceof OtlpAnswer.Refused refused) {
			failed(refused.problem());
		}
		else if (answer instanceof OtlpAnswer.TooLarge large) {
			failed(large.problem());
		}
		else if (answer instanceof OtlpAnswer.Invalid invalid) {
			failed(invalid.problem());
		}
	}

	private void failed(String problem) {
		if (!this.failing) {
			this.failing = true;
			logger.warn("Meters are not taken by {}: it {}. Tried again each time, and not logged until they are",
					this.transport, problem);
		}
	}

}
