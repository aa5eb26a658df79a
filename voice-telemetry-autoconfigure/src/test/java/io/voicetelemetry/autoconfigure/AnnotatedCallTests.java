package io.voicetelemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole call by annotations alone, from the method to a receiver of OTLP.
 */
class AnnotatedCallTests {

	@Test
	void arrivesAsTheExpectedTree() {
		ExpectedCall.assertThatIsWhole(call());
	}

	@Test
	void recordsWhatWasSaidWhenAllowed() {
		ExpectedCall.assertThatIsWhole(call("--voice.telemetry.content.capture=full"), VoiceTraceChecker.strict(),
				"annotated-call-with-content.txt");
	}

	private static List<ReceivedSpan> call(String... arguments) {
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			List<String> all = new ArrayList<>(List.of(arguments));
			all.add("--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint());
			all.add(ExpectedCall.STATIC_ATTRIBUTE);
			all.add(ExpectedCall.AS_RECORDED);
			try (ConfigurableApplicationContext context = TestApplication.run(ClinicAgent.class,
					all.toArray(new String[0]))) {
				context.getBean(ClinicAgent.PhoneLine.class).take(ExpectedCall.ID, ExpectedCall.CALLER);
				return ExpectedCall.await(receiver);
			}
		}
	}

}
