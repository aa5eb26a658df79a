package io.voicetelemetry.integration;

import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.ApplicationContext;

/**
 * What the meters of calls say in an application.
 */
public final class VoiceMeters {

	private VoiceMeters() {
	}

	/**
	 * The value of each measurement of them that is not 0, by what it is of.
	 */
	public static Map<String, Double> of(ApplicationContext context) {
		Map<String, Double> values = new TreeMap<>();
		context.getBeanProvider(MeterRegistry.class).forEach((registry) -> {
			for (Meter meter : registry.getMeters()) {
				String name = meter.getId().getName();
				if (name.startsWith("voice.") || name.startsWith("llm.") || name.startsWith("gen_ai.")) {
					for (Measurement measurement : meter.measure()) {
						if (measurement.getValue() != 0) {
							values.put(meter.getId() + " " + measurement.getStatistic(), measurement.getValue());
						}
					}
				}
			}
		});
		return values;
	}

}
