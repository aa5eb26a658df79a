package io.voicetelemetry.recipe;

import java.net.SocketException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.voicetelemetry.event.ModelUsage;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.test.ReceivedSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers whom {@link DeepgramListener} hears, with messages as Deepgram's documentation
 * shows them, each on some thread.
 */
class DeepgramRecipeTests {

	private static final List<String> SHOWN = List.of("voice.outcome", "voice.transcript", "voice.stt.audio_duration",
			"voice.interrupted");

	@RegisterExtension
	private static final RecipeApplications applications = new RecipeApplications(RecipeApplication::in);

	private final InstantAudio line = new InstantAudio();

	private final AtomicInteger answers = new AtomicInteger();

	private RecipeTelemetry telemetry;

	private VoiceSession session;

	private DeepgramListener listener;

	private final ExecutorService okHttp = Executors.newFixedThreadPool(3);

	@AfterEach
	void close() {
		this.okHttp.shutdownNow();
		// It is not there where the test was left out.
		if (this.telemetry != null) {
			this.telemetry.close();
		}
	}

	private void inside(Surrounding surrounding, Callback work) throws Exception {
		RecipeApplication application = applications.in(surrounding);
		this.telemetry = new RecipeTelemetry(application);
		application.run((context) -> {
			this.session = this.telemetry.session();
			this.listener = new DeepgramListener(this.session, this.line, this.answers::incrementAndGet);
			work.run();
		});
	}

	private void send(String message) throws Exception {
		this.okHttp.submit(() -> this.listener.onMessage(message)).get();
	}

	private void speechStarted(double timestamp) throws Exception {
		send("{\"type\":\"SpeechStarted\",\"channel\":[0],\"timestamp\":" + timestamp + "}");
	}

	private void results(double start, double duration, boolean isFinal, boolean speechFinal, String transcript,
			double lastWordEnd) throws Exception {
		String words = transcript.isEmpty() ? "" : """
				{"word":"x","start":%s,"end":%s,"confidence":0.9,"punctuated_word":"X"}""".formatted(start,
				lastWordEnd);
		send("""
				{"type":"Results","channel_index":[0,1],"duration":%s,"start":%s,"is_final":%s,"speech_final":%s,\
				"channel":{"alternatives":[{"transcript":"%s","confidence":%s,"words":[%s]}]},"metadata":{"request_id":\
				"1b6d8a4a","model_info":{"name":"general-nova-3","version":"2025-01-09","arch":"nova-3"},\
				"model_uuid":"40bd3654"},"from_finalize":false}""".formatted(duration, start, isFinal, speechFinal,
				transcript, transcript.isEmpty() ? "0.0" : "0.9", words));
	}

	private void utteranceEnd(double lastWordEnd) throws Exception {
		send("{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":" + lastWordEnd + "}");
	}

	private void hangUp() {
		this.listener.hungUp();
		this.session.end("hangup");
	}

	private static ReceivedSpan only(List<ReceivedSpan> spans, String stage) {
		assertThat(spans).filteredOn((span) -> stage.equals(span.stage())).hasSize(1);
		return spans.stream().filter((span) -> stage.equals(span.stage())).findFirst().orElseThrow();
	}

	private static double seconds(ReceivedSpan span) {
		return (span.endEpochNanos() - span.startEpochNanos()) / 1e9;
	}

	private ModelUsage usage() {
		return this.session.usage().usage().get(0);
	}

	@ParameterizedTest
	@EnumSource
	void hearsATurnFromItsFirstWordToItsLast(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			this.listener.onOpen();
			this.telemetry.pass(2000);
			results(0, 2, true, false, "", 0);
			speechStarted(2.0);
			this.telemetry.pass(800);
			results(2, 0.7, false, false, "do you have", 2.7);
			this.telemetry.pass(800);
			results(2, 1.5, true, false, "Do you have a slot", 3.4);
			this.telemetry.pass(900);
			results(3.5, 0.9, true, true, "on Tuesday?", 4.1);
			this.telemetry.pass(500);
			utteranceEnd(4.1);
			results(4.4, 0.6, true, false, "", 0);
			send("{\"type\":\"Metadata\",\"transaction_key\":\"deprecated\",\"request_id\":\"1b6d8a4a\",\"duration\":5.25}");
			hangUp();
			List<ReceivedSpan> spans = this.telemetry.assertCall(this.session, SHOWN, """
					agent_session voice.outcome=success
					  user_turn voice.outcome=success voice.transcript="Do you have a slot on Tuesday?"
					    user_speaking voice.outcome=success
					    stt_request voice.outcome=success voice.stt.audio_duration=4.4 \
					voice.transcript="Do you have a slot on Tuesday?"
					    eou_wait voice.outcome=success
					  stt_request voice.outcome=success voice.stt.audio_duration=0.85
					""");
			assertThat(only(spans, "user_turn").attributes()).containsEntry("voice.end_of_utterance_delay", 0.4)
				.containsEntry("voice.transcript_confidence", 0.9);
			assertThat(seconds(only(spans, "user_speaking"))).isEqualTo(2.1);
			assertThat(this.answers).hasValue(1);
			assertThat(usage().audioDuration()).hasValue(5.25);
			this.telemetry.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void noiseIsNoTurnAndDoesNotInterrupt(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			AgentTurn reply = this.session.startAgentTurn();
			this.line.play(reply, "AAA=");
			this.listener.onOpen();
			this.telemetry.pass(1000);
			speechStarted(0.5);
			results(0, 1, true, true, "", 0);
			utteranceEnd(-1);
			this.line.finish(reply);
			this.line.playOut();
			hangUp();
			this.telemetry.assertCall(this.session, SHOWN, """
					agent_session voice.outcome=success
					  agent_turn voice.outcome=success
					    agent_speaking voice.outcome=success
					  stt_request voice.outcome=success voice.stt.audio_duration=1.0
					""");
			assertThat(this.answers).hasValue(0);
			this.telemetry.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void wordsInterruptTheReplyAndAnUtteranceEndEndsWhatNoiseHides(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			AgentTurn reply = this.session.startAgentTurn();
			this.line.play(reply, "AAA=");
			this.listener.onOpen();
			this.telemetry.pass(1000);
			results(0, 1, false, false, "no", 0.9);
			this.telemetry.pass(1000);
			results(0, 2, true, false, "No, wait.", 1.5);
			this.telemetry.pass(1000);
			utteranceEnd(1.5);
			hangUp();
			this.telemetry.assertCall(this.session, SHOWN, """
					agent_session voice.outcome=success
					  agent_turn voice.interrupted=true voice.outcome=cancelled
					    agent_speaking voice.outcome=success
					  user_turn voice.outcome=success voice.transcript="No, wait."
					    user_speaking voice.outcome=success
					    stt_request voice.outcome=success voice.stt.audio_duration=2.0 voice.transcript="No, wait."
					    eou_wait voice.outcome=success
					""");
			assertThat(this.answers).hasValue(1);
			this.telemetry.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void aLostConnectionLosesNoTurn(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			this.listener.onOpen();
			this.telemetry.pass(1000);
			results(0, 1, true, false, "My number is", 0.9);
			this.listener.onFailure(new SocketException("Connection reset"));
			this.telemetry.pass(300);
			this.listener.onOpen();
			this.telemetry.pass(2000);
			results(0, 2, true, true, "seven.", 1.5);
			hangUp();
			this.telemetry.assertCall(this.session, SHOWN, """
					agent_session voice.outcome=success
					  user_turn voice.outcome=success voice.transcript="My number is seven."
					    user_speaking voice.outcome=success
					    stt_request voice.outcome=error voice.stt.audio_duration=1.0 voice.transcript="My number is"
					      * exception
					    stt_request voice.outcome=success voice.stt.audio_duration=2.0 voice.transcript=seven.
					    eou_wait voice.outcome=success
					""");
			assertThat(this.answers).hasValue(1);
			assertThat(usage().audioDuration()).hasValue(3);
			assertThat(usage().failedRequests()).isEqualTo(1);
			this.telemetry.assertNothingRefused();
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotAsItShouldBeIsLeftOut(Surrounding surrounding) throws Exception {
		inside(surrounding, () -> {
			for (String type : List.of("SpeechStarted", "Results", "UtteranceEnd", "Metadata", "Error", "")) {
				send("{\"type\":\"" + type + "\"}");
				send("{\"type\":\"" + type
						+ "\",\"timestamp\":{},\"channel\":[7],\"duration\":\"long\",\"is_final\":7,\"last_word_end\":1e300}");
			}
			for (String message : List.of("", "{", "null", "[]", "7", "{\"type\":[]}", "[".repeat(2000))) {
				send(message);
			}
			this.listener.onFailure(new SocketException("never opened"));
			hangUp();
			this.telemetry.assertCall(this.session, SHOWN, """
					agent_session voice.outcome=success
					""");
			this.telemetry.assertNothingRefused();
		});
	}

	private interface Callback {

		void run() throws Exception;

	}

}
