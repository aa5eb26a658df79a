package io.voicetelemetry.recipe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.voicetelemetry.session.AgentTurn;
import org.jspecify.annotations.Nullable;

/**
 * A line on which what is played is heard at once, and goes on until told otherwise.
 */
final class InstantAudio implements CallerAudio {

	static final Duration HEARD = Duration.ofMillis(1280);

	final List<String> played = new CopyOnWriteArrayList<>();

	private @Nullable AgentTurn playing;

	private boolean finished;

	@Override
	public synchronized void play(AgentTurn reply, String base64Audio) {
		this.played.add(base64Audio);
		if (reply.isOpen() && this.playing != reply) {
			reply.firstAudioPlayed(null);
			this.playing = reply;
			this.finished = false;
		}
	}

	@Override
	public synchronized void finish(AgentTurn reply) {
		if (reply == this.playing) {
			this.finished = true;
		}
		else if (reply.isOpen()) {
			reply.end();
		}
	}

	/** What is still played is heard to its end. */
	synchronized void playOut() {
		AgentTurn reply = this.playing;
		if (reply != null && this.finished) {
			reply.playoutEnded(HEARD, null);
			reply.end();
			this.playing = null;
		}
	}

	@Override
	public synchronized @Nullable Duration interrupt() {
		AgentTurn reply = this.playing;
		if (reply == null) {
			return null;
		}
		reply.interrupted("user_turn");
		reply.playoutEnded(HEARD, null);
		reply.end();
		this.playing = null;
		return HEARD;
	}

}
