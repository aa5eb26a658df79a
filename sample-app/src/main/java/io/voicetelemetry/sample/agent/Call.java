package io.voicetelemetry.sample.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.sample.speech.SpeechSynthesizer;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one call: who speaks. Messages of the caller, the end of the caller's turn
 * and the hang-up come from different threads; all of them change it under its lock. A
 * reply is worked on outside the lock, so that the caller can interrupt it; replies are
 * worked on one after the other, each seeing how the one before it ended. The executor's
 * threads know nothing of the session, so it is kept here, and each reply takes its own
 * turn of it along.
 */
final class Call {

	private static final Logger logger = LoggerFactory.getLogger(Call.class);

	private static final String APOLOGY = "I am sorry, something went wrong. Could you say that again?";

	private final String id;

	private final VoiceSession session;

	private final CallerChannel channel;

	private final TurnHandler turnHandler;

	private final EndOfTurnDetector endOfTurnDetector;

	private final SpeechSynthesizer synthesizer;

	private final Executor executor;

	private final Conversation conversation = new Conversation();

	private final CallerTurn callerTurn;

	private final List<Reply> replies = new ArrayList<>();

	private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

	private int interruptions;

	private long audioFrames;

	private boolean ended;

	Call(String id, VoiceSession session, CallerChannel channel, TurnHandler turnHandler,
			EndOfTurnDetector endOfTurnDetector, SpeechSynthesizer synthesizer, Executor executor) {
		this.id = id;
		this.session = session;
		this.channel = channel;
		this.turnHandler = turnHandler;
		this.endOfTurnDetector = endOfTurnDetector;
		this.synthesizer = synthesizer;
		this.executor = executor;
		this.callerTurn = new CallerTurn(session);
	}

	/**
	 * Greet the caller.
	 * @param delivered run once the caller has heard all of the greeting
	 */
	synchronized void greet(Runnable delivered) {
		this.channel.callStarted(this.id);
		VoiceSpan greeting = this.session.startOperation("voice.deliver_initial_greeting");
		reply(null).turn().over().thenAccept((complete) -> {
			if (complete) {
				greeting.end();
				delivered.run();
			}
			else {
				greeting.cancel();
			}
		});
	}

	synchronized void receive(CallerMessage message) {
		if (this.ended) {
			return;
		}
		switch (message.type()) {
			case HELLO -> hello(message.caller());
			case SPEECH_STARTED -> this.callerTurn.speechStarted();
			case SPEECH_STOPPED -> speechStopped();
			case TRANSCRIPT -> transcript(message.text(), Boolean.TRUE.equals(message.isFinal()));
			case PLAYED -> played(message.reply());
			case PLAYOUT_ENDED -> playoutEnded(message.reply(), message.seconds());
			case INTERRUPT -> interrupt("audio_activity");
			case HANGUP -> this.executor.execute(this.channel::hangUp);
		}
	}

	synchronized void receiveAudio(int bytes) {
		this.audioFrames++;
		this.callerTurn.audio(bytes);
	}

	synchronized CallEnded end(String reason) {
		this.ended = true;
		CallEnded summary = new CallEnded(this.id, reason, this.replies.size(), this.interruptions, this.audioFrames);
		Reply reply = find(null);
		if (reply != null) {
			reply.abandon();
		}
		return summary;
	}

	private void hello(@Nullable String caller) {
		if (caller != null && !caller.isBlank()) {
			this.conversation.callerIs(caller.strip());
		}
	}

	private void speechStopped() {
		this.callerTurn.speechStopped();
		awaitEndOfTurn();
	}

	private void transcript(@Nullable String text, boolean isFinal) {
		if (text == null || text.isBlank()) {
			return;
		}
		if (isFinal) {
			this.callerTurn.add(text);
			awaitEndOfTurn();
		}
		else {
			this.callerTurn.addInterim(text);
		}
	}

	private void played(@Nullable Integer number) {
		Reply reply = find(number);
		if (reply != null) {
			reply.turn().played();
		}
	}

	private void playoutEnded(@Nullable Integer number, @Nullable Double seconds) {
		Reply reply = find(number);
		if (reply != null && seconds != null) {
			reply.playoutEnded(seconds);
		}
	}

	private void interrupt(String source) {
		Reply reply = find(null);
		if (reply != null && reply.interrupt(source)) {
			this.interruptions++;
		}
	}

	private void awaitEndOfTurn() {
		if (this.callerTurn.mayBeComplete()) {
			int revision = this.callerTurn.revision();
			Duration delay = this.endOfTurnDetector.endpointingDelay(this.callerTurn.text());
			CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, this.executor)
				.execute(() -> commitTurn(revision));
		}
	}

	private synchronized void commitTurn(int revision) {
		if (!this.ended && revision == this.callerTurn.revision()) {
			interrupt("user_turn");
			reply(this.callerTurn.take());
		}
	}

	private Reply reply(@Nullable String callerText) {
		Reply previous = find(null);
		if (previous != null) {
			previous.turn().silent();
		}
		AgentTurn turn = this.session.startAgentTurn();
		Reply reply = new Reply(this.replies.size() + 1, turn, previous, this.channel, this.synthesizer, this.executor);
		this.replies.add(reply);
		this.work = this.work.thenRunAsync(turn.wrapRunnable(() -> answer(callerText, reply, previous)), this.executor);
		return reply;
	}

	private void answer(@Nullable String callerText, Reply reply, @Nullable Reply previous) {
		remember(previous, callerText);
		try {
			if (!reply.cancellation().isCancelled()) {
				this.turnHandler.answer(this.conversation, reply);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Reply {} of call {} failed", reply.number(), this.id, ex);
			this.channel.error("The turn could not be answered");
			reply.append(APOLOGY);
		}
		finally {
			reply.complete();
		}
	}

	private void remember(@Nullable Reply previous, @Nullable String callerText) {
		if (previous != null && !previous.heardText().isEmpty()) {
			this.conversation.addAgent(previous.heardText());
		}
		if (callerText != null) {
			this.conversation.addCaller(callerText);
		}
	}

	/**
	 * Find a reply.
	 * @param number its number, the latest if there is none
	 * @return the reply, if it exists
	 */
	private @Nullable Reply find(@Nullable Integer number) {
		int index = ((number != null) ? number : this.replies.size()) - 1;
		return (index >= 0 && index < this.replies.size()) ? this.replies.get(index) : null;
	}

}
