package io.voicetelemetry.sample.agent;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SentenceSplitter}.
 */
class SentenceSplitterTests {

	private final SentenceSplitter splitter = new SentenceSplitter();

	@Test
	void givesSentenceAsSoonAsItIsComplete() {
		assertThat(this.splitter.add("Good mor")).isEmpty();
		assertThat(this.splitter.add("ning.")).isEmpty();
		assertThat(this.splitter.add(" How")).containsExactly("Good morning.");
		assertThat(this.splitter.add(" are you?")).isEmpty();
		assertThat(this.splitter.rest()).isEqualTo("How are you?");
		assertThat(this.splitter.rest()).isEmpty();
	}

	@Test
	void givesAllSentencesOfOnePiece() {
		assertThat(this.splitter.add("Yes! No? Perhaps. And")).containsExactly("Yes!", "No?", "Perhaps.");
		assertThat(this.splitter.rest()).isEqualTo("And");
	}

	@Test
	void keepsAbbreviationsAndNumbersTogether() {
		String text = "Dr. Okafor is here at 10.30 a.m. on Monday. Shall I book?";
		List<String> sentences = new ArrayList<>();
		for (String character : text.split("")) {
			sentences.addAll(this.splitter.add(character));
		}
		assertThat(sentences).containsExactly("Dr. Okafor is here at 10.30 a.m. on Monday.");
		assertThat(this.splitter.rest()).isEqualTo("Shall I book?");
	}

}
