package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must arrive of the call that {@link ClinicAgent} takes, wherever it takes it.
 */
final class ExpectedCall {

	static final String ID = "call-1";

	static final String CALLER = "caller-7";

	/** How many voice spans there are. */
	static final int SPANS = 15;

	/** What the application must be configured with. */
	static final String STATIC_ATTRIBUTE = "--voice.telemetry.attributes.deployment.environment.name=test";

	/** What is compared is what was recorded. */
	static final String AS_RECORDED = "--voice.telemetry.export.otlp.dialect=none";

	/** What every span carries. */
	private static final Map<String, Object> SHARED = Map.of("session.id", ID, "gen_ai.conversation.id", ID, "user.id",
			CALLER, "tenant.id", "clinic", "voice.room_name", "reception", "deployment.environment.name", "test");

	/** What differs from run to run. */
	private static final Set<String> VARYING = Set.of("voice.speech_id", "voice.generation_id",
			"voice.parent_generation_id", "voice.e2e_latency", "voice.end_of_utterance_delay",
			"voice.transcription_delay", "gen_ai.response.time_to_first_chunk", "voice.total_latency",
			"voice.tokens_per_second");

	/** How what differs from run to run begins, and is not always there. */
	private static final String VARYING_PARTS = "voice.latency.";

	private ExpectedCall() {
	}

	/**
	 * The voice spans that a receiver got, as soon as all are there.
	 */
	static List<ReceivedSpan> await(OtlpReceiver receiver) {
		return await(receiver, SPANS);
	}

	/**
	 * As many voice spans, whatever others come in between, such as those of an HTTP
	 * request.
	 */
	static List<ReceivedSpan> await(OtlpReceiver receiver, int count) {
		int others = 0;
		List<ReceivedSpan> voice = List.of();
		while (voice.size() < count) {
			List<ReceivedSpan> all = receiver.awaitSpans(count + others, Duration.ofSeconds(30));
			voice = all.stream().filter(ReceivedSpan::isVoiceSpan).toList();
			others = all.size() - voice.size();
		}
		return voice;
	}

	static ReceivedSpan root(List<ReceivedSpan> spans) {
		return spans.stream().filter((span) -> "agent_session".equals(span.stage())).findFirst().orElseThrow();
	}

	/**
	 * Asserts that spans are the whole call in a trace of its own.
	 */
	static void assertThatIsWhole(Collection<ReceivedSpan> spans) {
		assertThatIsWhole(spans, VoiceTraceChecker.strict(), "annotated-call.txt");
	}

	static void assertThatIsWhole(Collection<ReceivedSpan> spans, VoiceTraceChecker checker, String tree) {
		assertThat(spans).allSatisfy((span) -> assertThat(span.attributes()).containsAllEntriesOf(SHARED));
		assertThat(checker.check(spans)).isEmpty();
		assertThat(render(spans)).isEqualTo(read(tree));
	}

	/**
	 * The trees of spans, with what is the same in each run.
	 */
	static String render(Collection<ReceivedSpan> spans) {
		return VoiceTraceTree
			.render(spans,
					(key) -> !SHARED.containsKey(key) && !VARYING.contains(key) && !key.startsWith(VARYING_PARTS))
			// A session that joins a trace need not come with the rest of it.
			.replaceFirst("^agent_session \\(parent missing\\)", "agent_session");
	}

	private static String read(String tree) {
		try {
			return new ClassPathResource(tree, ExpectedCall.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
