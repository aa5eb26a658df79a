package io.voicetelemetry.sample.agent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.TtsNode;
import org.jspecify.annotations.Nullable;

/**
 * A reply as the telemetry sees it: a turn of the agent, with one stage in which all its
 * sentences are spoken. It is over when it was spoken and is no longer heard, not when
 * the last audio was sent.
 */
final class ReplyTurn {

	private final AgentTurn turn;

	private final CompletableFuture<Boolean> over = new CompletableFuture<>();

	private @Nullable TtsNode synthesis;

	private boolean cutOff;

	private boolean spoken;

	private boolean silent;

	ReplyTurn(AgentTurn turn) {
		this.turn = turn;
	}

	/**
	 * Return what comes true when the reply is over: whether the caller could hear all of
	 * it.
	 * @return the future, completed with {@code false} if it was cut off
	 */
	CompletableFuture<Boolean> over() {
		return this.over;
	}

	void speak(Runnable sentence) {
		synthesis().wrapRunnable(sentence).run();
	}

	private synchronized TtsNode synthesis() {
		TtsNode current = this.synthesis;
		if (current == null) {
			current = this.turn.startTtsNode();
			this.synthesis = current;
		}
		return current;
	}

	/**
	 * All of the reply was spoken, or as much as there will be.
	 * @param audible whether there was any audio
	 * @param failure why there won't be more, if that has a reason
	 */
	synchronized void spoken(boolean audible, @Nullable Throwable failure) {
		this.spoken = true;
		this.silent |= !audible;
		if (this.synthesis != null) {
			end(this.synthesis, failure);
		}
		endWhenOver();
	}

	private void end(TtsNode current, @Nullable Throwable failure) {
		if (this.cutOff) {
			current.cancel();
		}
		else if (failure != null) {
			// what happened on another thread comes wrapped
			current.fail((failure.getCause() != null) ? failure.getCause() : failure);
		}
		else {
			current.end();
		}
	}

	/**
	 * The caller hears the first audio. The time at which that message comes in is as
	 * near as this end gets to it.
	 */
	synchronized void played() {
		if (!this.cutOff) {
			this.turn.firstAudioPlayed(null);
		}
	}

	/**
	 * The caller heard only a part of the reply.
	 * @param text what they heard
	 */
	void heard(String text) {
		this.turn.spoken(text);
	}

	/**
	 * The caller no longer hears the reply.
	 * @param seconds how much of it was heard
	 */
	synchronized void playoutEnded(double seconds) {
		if (!this.silent && seconds >= 0) {
			this.turn.playoutEnded(Duration.ofNanos((long) (seconds * 1e9)), null);
		}
		silent();
	}

	/**
	 * The caller no longer hears the reply, as far as anybody will tell.
	 */
	synchronized void silent() {
		this.silent = true;
		endWhenOver();
	}

	synchronized void interrupted(String source) {
		this.turn.interrupted(source);
		this.cutOff = true;
	}

	/**
	 * The call ends: nobody interrupted the reply, but there won't be more of it.
	 */
	synchronized void abandoned() {
		this.cutOff = true;
	}

	private void endWhenOver() {
		if (this.spoken && this.silent && !this.over.isDone()) {
			this.turn.end();
			this.over.complete(!this.cutOff);
		}
	}

}
