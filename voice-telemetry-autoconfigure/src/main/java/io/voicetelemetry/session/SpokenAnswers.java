package io.voicetelemetry.session;

import java.util.List;

/**
 * Compares what models answered with what was handed to synthesis, white space aside: a
 * reply that is cut off was generated further than it was spoken.
 */
final class SpokenAnswers {

	private final List<ReplyContent.Piece> answers;

	/** How many answers have been begun. */
	private int count;

	private String answer = "";

	private int position;

	SpokenAnswers(List<ReplyContent.Piece> answers) {
		this.answers = answers;
	}

	/**
	 * How many of the answers were spoken, the last of them perhaps in part.
	 * @return the number, or 0 if what was spoken is not what the answers begin with
	 */
	int count(List<ReplyContent.Piece> speech) {
		for (ReplyContent.Piece piece : speech) {
			TranscriptText.Beginning text = piece.beginning();
			if (text == null || text.length() > text.text().length()) {
				return 0;
			}
			for (int i = 0; i < text.text().length(); i++) {
				char c = text.text().charAt(i);
				if (!Character.isWhitespace(c) && next() != c) {
					return 0;
				}
			}
		}
		return this.count;
	}

	/**
	 * The next character of the answers, or {@code -1} if there is none.
	 */
	private int next() {
		while (true) {
			if (this.position < this.answer.length()) {
				char c = this.answer.charAt(this.position++);
				if (!Character.isWhitespace(c)) {
					return c;
				}
			}
			else if (this.count == this.answers.size()) {
				return -1;
			}
			else {
				TranscriptText.Beginning text = this.answers.get(this.count).beginning();
				this.answer = (text != null) ? text.text() : "";
				this.position = 0;
				this.count++;
			}
		}
	}

}
