package io.voicetelemetry.sample.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.voicetelemetry.sample.llm.Cancellation;
import io.voicetelemetry.sample.speech.PcmAudio;
import io.voicetelemetry.sample.speech.SpeechSynthesizer;
import io.voicetelemetry.session.AgentTurn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reply of the agent. Text comes in from the language model piece by piece; each
 * sentence is spoken as soon as it is complete, one after the other, on the executor's
 * threads, all of them in this reply's turn. No lock is held while anything is sent.
 */
final class Reply {

	private static final Logger logger = LoggerFactory.getLogger(Reply.class);

	private final int number;

	private final ReplyTurn turn;

	private final CallerChannel channel;

	private final SpeechSynthesizer synthesizer;

	private final Executor executor;

	private final Cancellation cancellation = new Cancellation();

	private final SentenceSplitter splitter = new SentenceSplitter();

	private final List<Sentence> sentences = new ArrayList<>();

	private CompletableFuture<?> speech;

	private long audioBytes;

	private boolean interrupted;

	private @Nullable Double playedSeconds;

	Reply(int number, AgentTurn turn, @Nullable Reply previous, CallerChannel channel, SpeechSynthesizer synthesizer,
			Executor executor) {
		this.number = number;
		this.turn = new ReplyTurn(turn);
		this.channel = channel;
		this.synthesizer = synthesizer;
		this.executor = turn.wrapExecutor(executor);
		this.speech = (previous != null) ? previous.silence() : CompletableFuture.completedFuture(null);
	}

	int number() {
		return this.number;
	}

	ReplyTurn turn() {
		return this.turn;
	}

	Cancellation cancellation() {
		return this.cancellation;
	}

	synchronized void append(String text) {
		this.splitter.add(text).forEach(this::speakNext);
	}

	synchronized void complete() {
		String rest = this.splitter.rest();
		if (!rest.isEmpty()) {
			speakNext(rest);
		}
		this.speech = this.speech.handleAsync((ignored, failure) -> {
			end(failure);
			return null;
		}, this.executor);
	}

	private void speakNext(String sentence) {
		this.speech = this.speech.thenRunAsync(() -> speak(sentence), this.executor);
	}

	private void speak(String sentence) {
		boolean first;
		synchronized (this) {
			if (this.interrupted) {
				return;
			}
			first = this.sentences.isEmpty();
			this.sentences.add(new Sentence(sentence, PcmAudio.seconds(this.audioBytes)));
		}
		this.channel.replyText(this.number, sentence);
		if (first) {
			this.channel.audioStart(this.number);
		}
		this.turn.speak(() -> this.synthesizer.synthesize(sentence, this::send));
	}

	private boolean send(byte[] pcm) {
		synchronized (this) {
			if (this.interrupted) {
				return false;
			}
			this.audioBytes += pcm.length;
		}
		this.channel.audio(pcm);
		return true;
	}

	private void end(@Nullable Throwable failure) {
		double seconds;
		boolean cutOff;
		synchronized (this) {
			seconds = PcmAudio.seconds(this.audioBytes);
			cutOff = this.interrupted;
		}
		this.turn.spoken(seconds > 0, failure);
		if (cutOff) {
			return;
		}
		if (failure != null) {
			logger.warn("Reply {} could not be spoken", this.number, failure);
			this.channel.error("The reply could not be spoken");
		}
		this.channel.audioEnd(this.number, seconds);
	}

	/**
	 * Cut this reply off, unless it was heard to its end.
	 * @param source by what, in the words of the telemetry
	 * @return whether it was cut off by this call
	 */
	boolean interrupt(String source) {
		return cutOff(() -> this.turn.interrupted(source));
	}

	/**
	 * Cut this reply off because the call has ended.
	 */
	void abandon() {
		cutOff(this.turn::abandoned);
	}

	private boolean cutOff(Runnable record) {
		synchronized (this) {
			if (this.interrupted || this.playedSeconds != null) {
				return false;
			}
			this.interrupted = true;
			record.run();
		}
		this.cancellation.cancel();
		this.channel.interrupted(this.number);
		return true;
	}

	/**
	 * The caller no longer hears this reply.
	 * @param seconds how much of it was heard
	 */
	synchronized void playoutEnded(double seconds) {
		this.playedSeconds = seconds;
		if (this.interrupted) {
			this.turn.heard(heardText());
		}
		this.turn.playoutEnded(seconds);
	}

	/**
	 * Return what the caller heard: all of it, or when interrupted the sentences that had
	 * begun to play.
	 * @return the text, empty if there was none
	 */
	synchronized String heardText() {
		double position = (this.interrupted && this.playedSeconds != null) ? this.playedSeconds : Double.MAX_VALUE;
		List<String> heard = this.sentences.stream()
			.filter((sentence) -> sentence.start() < position)
			.map(Sentence::text)
			.toList();
		return String.join(" ", heard);
	}

	private synchronized CompletableFuture<?> silence() {
		return this.speech.handle((ignored, failure) -> null);
	}

	/**
	 * A sentence that was handed to synthesis.
	 *
	 * @param text the sentence
	 * @param start where it begins in the reply's audio, in seconds
	 */
	private record Sentence(String text, double start) {

	}

}
