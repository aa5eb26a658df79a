package io.voicetelemetry.integration.actuator;

import java.util.List;
import java.util.function.Supplier;

import io.voicetelemetry.export.DeliveryCounts;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells, as details, what became of the spans for each backend. It is always up: that
 * nobody can look at calls is no reason to take none.
 *
 * @since 0.1
 */
public final class DeliveryHealthIndicator implements HealthIndicator {

	private final Supplier<List<DeliveryCounts>> counts;

	/**
	 * An indicator.
	 * @param counts the account of each backend
	 */
	public DeliveryHealthIndicator(Supplier<List<DeliveryCounts>> counts) {
		this.counts = counts;
	}

	@Override
	public Health health() {
		Health.Builder health = Health.up();
		for (DeliveryCounts backend : this.counts.get()) {
			health.withDetail(backend.backend(), BackendState.describe(backend));
		}
		return health.build();
	}

}
