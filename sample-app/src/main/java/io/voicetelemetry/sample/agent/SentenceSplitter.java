package io.voicetelemetry.sample.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a stream of text into sentences, so that the first can be spoken while the rest is
 * being written.
 */
final class SentenceSplitter {

	private static final Set<String> ABBREVIATIONS = Set.of("Dr.", "Mr.", "Mrs.", "Ms.", "St.", "No.", "a.m.", "p.m.",
			"e.g.", "i.e.");

	private final StringBuilder pending = new StringBuilder();

	/**
	 * Add the next piece of text.
	 * @param text the text
	 * @return the sentences that are complete with it
	 */
	List<String> add(String text) {
		this.pending.append(text);
		List<String> sentences = new ArrayList<>();
		int end = sentenceEnd();
		while (end != -1) {
			String sentence = this.pending.substring(0, end).strip();
			this.pending.delete(0, end);
			sentences.add(sentence);
			end = sentenceEnd();
		}
		return sentences;
	}

	/**
	 * Take what is left, at the end of the text.
	 * @return the last sentence, empty if there is none
	 */
	String rest() {
		String rest = this.pending.toString().strip();
		this.pending.setLength(0);
		return rest;
	}

	private int sentenceEnd() {
		for (int i = 0; i + 1 < this.pending.length(); i++) {
			if (".!?".indexOf(this.pending.charAt(i)) != -1 && Character.isWhitespace(this.pending.charAt(i + 1))
					&& !ABBREVIATIONS.contains(wordBefore(i + 1))) {
				return i + 1;
			}
		}
		return -1;
	}

	private String wordBefore(int end) {
		int start = end;
		while (start > 0 && !Character.isWhitespace(this.pending.charAt(start - 1))) {
			start--;
		}
		return this.pending.substring(start, end);
	}

}
