package io.voicetelemetry.benchmarks.delivery;

import java.util.List;

import io.voicetelemetry.benchmarks.process.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Short forms of the programs, without what depends on how busy the machine is.
 */
class DeliveryProgramsTests {

	@ParameterizedTest
	@EnumSource(Sender.class)
	void deliversAllSpansOfATrial(Sender sender) {
		Trial trial = new Trial(sender, true, false, 2, 500, 1);
		try (ReceiverProcess receiver = new ReceiverProcess();
				JavaProcess process = JavaProcess.start(TrialProgram.class, sender.options(),
						trial.toArguments(receiver))) {
			process.await(TrialProgram.WARM);
			receiver.reset();
			Figures sent = Figures.parse(process.ask(TrialProgram.RESULT));
			Outcome outcome = new Outcome(trial, sent, receiver.report());
			assertThat(sent.get("made")).isPositive();
			assertThat(outcome.dropped()).isZero();
			assertThat(outcome.arrived().get("requests")).isPositive();
			assertThat(outcome.bytesOfSpan()).isPositive();
		}
	}

	@Test
	void losesNoSpanOfCalls() {
		try (ReceiverProcess receiver = new ReceiverProcess();
				JavaProcess application = JavaProcess.start(CallingApplication.class, List.of(), List.of("5", "200",
						"1", "--voice.telemetry.export.otlp.endpoint=" + receiver.httpUrl() + "/v1/traces"))) {
			application.await(CallingApplication.WARM);
			receiver.reset();
			Figures figures = Figures.parse(application.ask(CallingApplication.RESULT));
			assertThat(figures.get("ended")).isPositive();
			assertThat(receiver.report().get("spans")).isEqualTo(figures.get("ended"));
		}
	}

	@Test
	void writesSpansInAllDialects() {
		DialectCost.main(new String[] { "--spans=512" });
	}

}
