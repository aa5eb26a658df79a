package io.voicetelemetry.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopCounter;
import io.micrometer.core.instrument.noop.NoopDistributionSummary;
import io.micrometer.core.instrument.noop.NoopTimer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers meters, and takes what a registry throws: the application may have a meter
 * with the same name that is of another kind. Thread-safe.
 */
final class MeterFactory {

	private static final Logger logger = LoggerFactory.getLogger(VoiceMeters.class);

	private final MeterRegistry registry;

	private final LongAdder failures = new LongAdder();

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	MeterFactory(MeterRegistry registry) {
		this.registry = Objects.requireNonNull(registry, "registry");
	}

	Counter counter(MeterSpec spec, Tags tags) {
		try {
			return Counter.builder(spec.name())
				.baseUnit(spec.unit())
				.description(spec.meaning())
				.tags(tags)
				.register(this.registry);
		}
		catch (Throwable ex) {
			failed(spec.name(), ex);
			// Asked again, the registry would throw again, which is slow.
			return new NoopCounter(id(spec, tags, Meter.Type.COUNTER));
		}
	}

	/**
	 * Registers a counter of what is counted elsewhere, which it does not keep alive.
	 */
	<T> void counter(MeterSpec spec, Tags tags, T source, ToDoubleFunction<T> count) {
		try {
			FunctionCounter.builder(spec.name(), source, count)
				.baseUnit(spec.unit())
				.description(spec.meaning())
				.tags(tags)
				.register(this.registry);
		}
		catch (Throwable ex) {
			failed(spec.name(), ex);
		}
	}

	DistributionSummary summary(MeterSpec spec, Tags tags) {
		try {
			return DistributionSummary.builder(spec.name())
				.baseUnit(spec.unit())
				.description(spec.meaning())
				.tags(tags)
				.serviceLevelObjectives(spec.buckets())
				.register(this.registry);
		}
		catch (Throwable ex) {
			failed(spec.name(), ex);
			return new NoopDistributionSummary(id(spec, tags, Meter.Type.DISTRIBUTION_SUMMARY));
		}
	}

	Timer timer(MeterSpec spec, Tags tags) {
		try {
			return Timer.builder(spec.name())
				.description(spec.meaning())
				.tags(tags)
				.serviceLevelObjectives(
						Arrays.stream(spec.buckets()).mapToObj(MeterFactory::duration).toArray(Duration[]::new))
				.register(this.registry);
		}
		catch (Throwable ex) {
			failed(spec.name(), ex);
			return new NoopTimer(id(spec, tags, Meter.Type.TIMER));
		}
	}

	private static Duration duration(double seconds) {
		return Duration.ofNanos(Math.round(seconds * 1e9));
	}

	/**
	 * Registers a gauge, which does not keep the number alive.
	 */
	void gauge(MeterSpec spec, Number number) {
		try {
			Gauge.builder(spec.name(), number, Number::doubleValue).description(spec.meaning()).register(this.registry);
		}
		catch (Throwable ex) {
			failed(spec.name(), ex);
		}
	}

	/**
	 * Registers a gauge of what is measured elsewhere, which it does not keep alive.
	 */
	<T> void gauge(MeterSpec spec, Tags tags, T source, ToDoubleFunction<T> value) {
		try {
			Gauge.builder(spec.name(), source, value)
				.baseUnit(spec.unit())
				.description(spec.meaning())
				.tags(tags)
				.register(this.registry);
		}
		catch (Throwable ex) {
			failed(spec.name(), ex);
		}
	}

	private static Meter.Id id(MeterSpec spec, Tags tags, Meter.Type type) {
		return new Meter.Id(spec.name(), tags, spec.unit(), spec.meaning(), type);
	}

	/**
	 * Counts what went wrong, and says the first of each meter in the log.
	 */
	void failed(String meter, Throwable error) {
		this.failures.increment();
		if (this.told.add(meter)) {
			logger.warn("The meter '{}' is not recorded: {}. Further cases are not logged", meter, error.toString());
		}
	}

	long failures() {
		return this.failures.sum();
	}

}
