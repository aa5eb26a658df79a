package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.voicetelemetry.content.ContentPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a reply: by the caller before it, by models and to synthesis for it,
 * and what of it was heard. There is nothing in it where content is not captured, and no
 * more than may be on a span. Thread-safe; its lock is the innermost.
 */
final class ReplyContent {

	/** No reply is made of more pieces; if one is, the rest is not told. */
	private static final int MAX_PIECES = 512;

	/** How many models may hear the caller in one reply. */
	private static final int MAX_HEARD = 16;

	private final ContentPolicy limits;

	private final List<Piece> answers = new ArrayList<>(2);

	private final List<Piece> speech = new ArrayList<>(2);

	private List<TranscriptText> caller = List.of();

	private @Nullable TranscriptText heard;

	/** The whole reply, once it has ended. */
	private volatile @Nullable TranscriptText generated;

	/** Whether the caller heard it to its end. */
	private boolean heardToTheEnd;

	private long kept;

	ReplyContent(ContentPolicy limits) {
		this.limits = limits;
	}

	/**
	 * What is said in the reply that something is a step of, or {@code null} if it is
	 * none or nothing of the reply is recorded.
	 */
	static @Nullable ReplyContent of(SpanHandle step) {
		AgentTurnHandle reply = step.reply();
		return (reply != null && !reply.lifecycle().isEnded() && reply.capturesContent()) ? reply.said() : null;
	}

	/**
	 * Told what the caller says, by who hears it rather than by their turn. It may become
	 * more, or be taken back.
	 */
	synchronized void callerSaid(TranscriptText text) {
		if (this.caller.isEmpty()) {
			this.caller = new ArrayList<>(1);
		}
		if (this.caller.size() < MAX_HEARD && this.caller.stream().noneMatch((heard) -> heard == text)) {
			this.caller.add(text);
		}
	}

	/**
	 * What the caller said, or {@code null} if nobody but their turn knows.
	 */
	synchronized @Nullable TranscriptText caller() {
		TranscriptText caller = null;
		for (TranscriptText heard : this.caller) {
			TranscriptText.Beginning text = heard.beginning();
			if (text != null) {
				caller = (caller != null) ? caller : new TranscriptText(" ", this.limits);
				caller.append(text);
			}
		}
		return caller;
	}

	/**
	 * Told what a model answered that says nothing itself.
	 */
	synchronized void answered(long startNanos, @Nullable TranscriptText text) {
		keep(this.answers, new Piece(startNanos, text));
	}

	/**
	 * Told what was synthesised, or said by a model itself.
	 */
	synchronized void spoken(Piece piece) {
		keep(this.speech, piece);
	}

	private void keep(List<Piece> pieces, Piece piece) {
		int length = piece.keptLength();
		boolean fits = this.kept + length <= (long) this.limits.maxSpanLength() + this.limits.neededLength();
		if (length > 0 && fits && pieces.size() < MAX_PIECES) {
			this.kept += length;
			pieces.add(piece);
		}
	}

	/**
	 * Told what the caller heard of the whole reply.
	 */
	synchronized void heard(String text) {
		TranscriptText heard = new TranscriptText("", this.limits);
		heard.append(text);
		this.heard = heard;
	}

	/**
	 * Told that the reply has ended.
	 * @param heardToTheEnd whether the caller heard all of it
	 * @return the reply as it was generated, or {@code null} if it is not known
	 */
	synchronized @Nullable TranscriptText ended(boolean heardToTheEnd) {
		this.heardToTheEnd = heardToTheEnd;
		this.generated = joinGenerated();
		return this.generated;
	}

	/**
	 * Puts on the reply's span what the application has not said itself.
	 * @param caller what the caller said that this answers, as far as it is known
	 */
	void put(SpanContent content, @Nullable TranscriptText caller) {
		content.putMessageIfAbsent(TelemetryAttributes.INPUT_MESSAGES, "user", caller);
		content.putMessageIfAbsent(TelemetryAttributes.OUTPUT_MESSAGES, "assistant", this.generated);
		TranscriptText heard = heard();
		if (heard != null && !content.has(TelemetryAttributes.SPOKEN_TEXT)) {
			content.put(TelemetryAttributes.SPOKEN_TEXT, heard);
		}
	}

	/**
	 * The reply as it was generated: what was handed to synthesis; all that models
	 * answered, up to there, if that is what they began with; what models answered if
	 * nothing is known of synthesis.
	 * @return the text, or {@code null} if it is not known
	 */
	private @Nullable TranscriptText joinGenerated() {
		List<Piece> answers = inOrder(this.answers);
		List<Piece> speech = inOrder(this.speech);
		if (speech.isEmpty()) {
			return joined(answers);
		}
		int spoken = new SpokenAnswers(answers).count(speech);
		return joined((spoken > 0) ? answers.subList(0, spoken) : speech);
	}

	/**
	 * What the caller heard, or {@code null} if it is not known.
	 */
	private synchronized @Nullable TranscriptText heard() {
		if (this.heard != null) {
			return this.heard;
		}
		List<Piece> speech = inOrder(this.speech);
		int last = -1;
		for (int i = 0; i < speech.size(); i++) {
			last = (speech.get(i).heard != null) ? i : last;
		}
		if (last < 0) {
			return this.heardToTheEnd ? this.generated : null;
		}
		// What comes before a piece that was cut off was played to its end.
		List<Piece> heard = new ArrayList<>();
		for (int i = 0; i < speech.size() && (this.heardToTheEnd || i <= last); i++) {
			Piece piece = speech.get(i);
			heard.add((piece.heard != null) ? new Piece(piece.startNanos, piece.heard) : piece);
		}
		return joined(heard);
	}

	/**
	 * In the order in which they began, without what failed and was said by another.
	 */
	private static List<Piece> inOrder(List<Piece> pieces) {
		List<Piece> ordered = new ArrayList<>(pieces);
		ordered.sort(Comparator.comparingLong((piece) -> piece.startNanos));
		Set<TranscriptText.Beginning> said = new HashSet<>();
		for (Piece piece : pieces) {
			TranscriptText.Beginning text = piece.failed ? null : piece.beginning();
			if (text != null) {
				said.add(text);
			}
		}
		ordered.removeIf((piece) -> piece.failed && said.contains(piece.beginning()));
		return ordered;
	}

	private @Nullable TranscriptText joined(List<Piece> pieces) {
		TranscriptText joined = null;
		boolean space = true;
		for (Piece piece : pieces) {
			TranscriptText.Beginning text = piece.beginning();
			if (text != null && !text.text().isEmpty()) {
				joined = (joined != null) ? joined : new TranscriptText("", this.limits);
				if (!space && !Character.isWhitespace(text.text().charAt(0))) {
					joined.append(" ");
				}
				joined.append(text);
				space = Character.isWhitespace(text.text().charAt(text.text().length() - 1));
			}
		}
		return joined;
	}

	/**
	 * What was said in one step of a reply.
	 */
	static final class Piece {

		private final long startNanos;

		private final @Nullable TranscriptText text;

		private volatile @Nullable TranscriptText heard;

		private volatile boolean failed;

		Piece(long startNanos, @Nullable TranscriptText text) {
			this.startNanos = startNanos;
			this.text = text;
		}

		void heard(String text, ContentPolicy limits) {
			TranscriptText heard = new TranscriptText("", limits);
			heard.append(text);
			this.heard = heard;
		}

		void failed() {
			this.failed = true;
		}

		TranscriptText.@Nullable Beginning beginning() {
			return (this.text != null) ? this.text.beginning() : null;
		}

		private int keptLength() {
			return (this.text != null) ? this.text.keptLength() : 0;
		}

	}

}
