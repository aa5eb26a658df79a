package io.voicetelemetry.content.redaction;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How well detectors do on what callers, agents and tools say. On the lines that are held
 * out, they were not tuned.
 */
class CorpusTests {

	private static final String HELD_OUT = "utterances-held-out.txt";

	private static final String ALL_BUT_HELD_OUT = "utterances.txt";

	@ParameterizedTest
	@ValueSource(strings = { ALL_BUT_HELD_OUT, HELD_OUT })
	void findsWhatIsSensitiveAndNotMuchElse(String file) {
		CorpusScore score = CorpusScore.of(Utterance.of(file));
		System.out.println(file + score);
		score.mistakes().forEach(System.out::println);
		for (String kind : List.of("card", "ssn", "email", "iban")) {
			assertThat(score.recall(kind)).as("recall of %s", kind).isGreaterThanOrEqualTo(0.98);
		}
		assertThat(score.recall(CorpusScore.SPOKEN)).isGreaterThanOrEqualTo(0.9);
		assertThat(score.precision()).isGreaterThanOrEqualTo(0.95);
	}

	@Test
	void isLargeEnoughToTell() {
		List<Utterance> heldOut = Utterance.of(HELD_OUT);
		List<Utterance> others = Utterance.of(ALL_BUT_HELD_OUT);
		assertThat(heldOut.size() + others.size()).isGreaterThanOrEqualTo(500);
		assertThat(heldOut).hasSizeGreaterThan(others.size() / 2 - 1).doesNotContainAnyElementsOf(others);
	}

}
