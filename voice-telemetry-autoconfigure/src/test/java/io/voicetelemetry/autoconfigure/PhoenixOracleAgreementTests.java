package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.Tracer;
import io.voicetelemetry.dialect.oracle.PhoenixOracle;
import io.voicetelemetry.dialect.oracle.ProductView;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What is said of Phoenix in tests without it holds of Phoenix itself.
 */
@ExtendWith(PhoenixExtension.class)
@EnabledIfSystemProperty(named = Phoenix.PROGRAM, matches = ".+", disabledReason = Phoenix.MISSING)
class PhoenixOracleAgreementTests {

	private final Phoenix phoenix;

	private final PhoenixProject project;

	PhoenixOracleAgreementTests(Phoenix phoenix) {
		this.phoenix = phoenix;
		this.project = new PhoenixProject(phoenix);
	}

	@Test
	void holdsForACall() {
		assertHolds("none");
	}

	@Test
	void holdsForACallInThePhoenixDialect() {
		assertHolds("openinference");
	}

	private void assertHolds(String dialect) {
		try (OtlpReceiver beside = OtlpReceiver.start()) {
			this.project.play("endpoint=" + this.phoenix.http(), "dialect=" + dialect,
					"--voice.telemetry.export.otlp.endpoint=" + beside.endpoint(),
					"--voice.telemetry.export.otlp.dialect=" + dialect);
			assertHolds(beside.spans());
		}
	}

	@Test
	void holdsForOddSpans() {
		try (OtlpReceiver beside = OtlpReceiver.start();
				ConfigurableApplicationContext context = this.project
					.run(this.project.arguments("endpoint=" + this.phoenix.http(), "dialect=none", "spans=all",
							"--voice.telemetry.export.otlp.endpoint=" + beside.endpoint(),
							"--voice.telemetry.export.otlp.dialect=none"))) {
			int count = OddSpans.record(context.getBean(Tracer.class));
			assertHolds(beside.awaitSpans(count, Duration.ofSeconds(30)));
		}
	}

	private void assertHolds(List<ReceivedSpan> sent) {
		Map<String, PhoenixSpan> shown = this.project.awaitSpans(sent.size())
			.stream()
			.collect(Collectors.toMap(PhoenixSpan::spanId, Function.identity()));
		SoftAssertions softly = new SoftAssertions();
		for (ProductView view : new PhoenixOracle().show(sent)) {
			softly.check(() -> PhoenixComparison.assertAlike(view, shown.get(view.span().spanId())));
		}
		softly.assertAll();
	}

}
