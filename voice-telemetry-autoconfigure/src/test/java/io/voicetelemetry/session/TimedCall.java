package io.voicetelemetry.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.event.LatencyPart;
import io.voicetelemetry.event.TurnLatency;
import io.voicetelemetry.event.VoiceMetrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A call on virtual time, with the steps of its turns, and what it told of the latency
 * that the caller felt. Closing it checks that no reply has one that the test does not
 * know of.
 */
final class TimedCall implements AutoCloseable {

	static final String E2E_LATENCY = "voice.e2e_latency";

	final Recording recording;

	final VirtualTime time;

	final VoiceSession session;

	private final List<VoiceMetrics> told = new CopyOnWriteArrayList<>();

	private final Set<String> answers = new HashSet<>();

	TimedCall() {
		this(UnaryOperator.identity());
	}

	TimedCall(UnaryOperator<VoiceTelemetryBuilder> settings) {
		this(UnaryOperator.identity(), settings);
	}

	TimedCall(UnaryOperator<SdkTracerProviderBuilder> provider, UnaryOperator<VoiceTelemetryBuilder> settings) {
		this.recording = new Recording(provider, (builder) -> settings.apply(builder.metricsConsumer(this.told::add)));
		this.time = this.recording.time;
		this.session = this.recording.session();
	}

	void pass(long millis) {
		this.time.advanceMillis(millis);
	}

	/**
	 * The caller speaks for two seconds; 0.1 s later that is understood, and 0.3 s after
	 * that their turn is over.
	 */
	UserTurn question() {
		UserTurn turn = this.session.startUserTurn();
		turn.startedSpeaking(null);
		pass(2000);
		turn.stoppedSpeaking(null);
		commit(turn);
		return turn;
	}

	/**
	 * What follows the end of speech.
	 */
	void commit(UserTurn turn) {
		pass(100);
		turn.finalTranscript("go");
		pass(300);
		turn.end();
	}

	/**
	 * A request that answers with nothing but tool calls.
	 */
	void askForTools(AgentTurn reply) {
		ask(reply, 250, 50);
	}

	void ask(AgentTurn reply, long toFirstToken, long toTheEnd) {
		LlmCall call = reply.startLlmCall();
		pass(toFirstToken);
		call.firstToken();
		pass(toTheEnd);
		call.end();
	}

	void callTool(AgentTurn reply, long millis) {
		ToolCall call = reply.startToolCall("lookup");
		pass(millis);
		call.end();
	}

	/**
	 * The first audio is heard 0.2 s after the text is known.
	 */
	void say(AgentTurn reply) {
		say(reply, 150, 50);
	}

	void say(AgentTurn reply, long toFirstByte, long toPlayout) {
		SpeechSynthesis synthesis = reply.startSynthesis();
		synthesis.textHandedOver("hello");
		pass(toFirstByte);
		synthesis.firstAudio();
		pass(toPlayout);
		reply.firstAudioPlayed(null);
		synthesis.end();
	}

	/**
	 * What is said is played to its end.
	 */
	void finish(AgentTurn reply) {
		pass(1000);
		reply.playoutEnded(Duration.ofSeconds(1), null);
		reply.end();
	}

	/**
	 * A whole reply, heard 0.6 s after its begin.
	 */
	AgentTurn reply() {
		AgentTurn reply = this.session.startAgentTurn();
		ask(reply, 300, 100);
		say(reply);
		finish(reply);
		return reply;
	}

	List<TurnLatency> latencies() {
		return this.told.stream().filter(TurnLatency.class::isInstance).map(TurnLatency.class::cast).toList();
	}

	/**
	 * Takes what was told so far as known.
	 */
	void acceptLatencies() {
		latencies().forEach((latency) -> this.answers.add(latency.origin().spanId()));
	}

	/**
	 * Checks that a reply answers a turn, told once on its span and once as an event.
	 */
	TurnLatency assertAnswers(AgentTurn reply, UserTurn turn, double seconds) {
		TurnLatency latency = latencyOf(reply);
		assertThat(latency.e2eLatency()).isEqualTo(seconds);
		assertThat(latency.answeredSpeechId()).isEqualTo(turn.speechId());
		assertThat(latency.origin().speechId()).isEqualTo(reply.speechId());
		this.session.end();
		Map<String, Object> attributes = Recording.attributes(this.recording.span(reply));
		assertThat(attributes).containsEntry(E2E_LATENCY, seconds);
		assertEqual(attributes.get("voice.total_latency"), latency.totalLatency());
		for (LatencyPart.Kind kind : LatencyPart.Kind.values()) {
			assertEqual(attributes.get("voice.latency." + kind.value()), latency.secondsOf(kind));
		}
		return latency;
	}

	private static void assertEqual(Object attribute, OptionalDouble figure) {
		assertThat(attribute).isEqualTo(figure.isPresent() ? figure.getAsDouble() : null);
	}

	/**
	 * The only latency of a reply.
	 */
	TurnLatency latencyOf(AgentTurn reply) {
		String spanId = reply.spanContext().getSpanId();
		this.answers.add(spanId);
		List<TurnLatency> latencies = latencies().stream()
			.filter((latency) -> spanId.equals(latency.origin().spanId()))
			.toList();
		assertThat(latencies).hasSize(1);
		return latencies.get(0);
	}

	/**
	 * Checks the parts of a reply's latency: all of them, in order, exactly.
	 */
	void assertParts(AgentTurn reply, Took... expected) {
		List<LatencyPart> parts = new ArrayList<>();
		long start = 0;
		for (Took took : expected) {
			parts.add(new LatencyPart(took.kind(), start / 1e3, took.millis() / 1e3));
			start += took.millis();
		}
		TurnLatency latency = latencyOf(reply);
		assertThat(latency.parts()).containsExactlyElementsOf(parts);
		assertThat(latency.e2eLatency()).isEqualTo(start / 1e3);
	}

	static Took took(LatencyPart.Kind kind, long millis) {
		return new Took(kind, millis);
	}

	@Override
	public void close() {
		this.session.end();
		assertThat(latencies()).extracting((latency) -> latency.origin().spanId())
			.containsExactlyInAnyOrderElementsOf(this.answers);
		assertThat(this.recording.spans().stream().filter(TimedCall::hasLatency))
			.allSatisfy((span) -> assertThat(this.answers).contains(span.getSpanId()));
		assertThat(this.recording.refusals(RefusalReason.INTERNAL_ERROR)).isZero();
		this.recording.assertValid();
		this.recording.close();
	}

	private static boolean hasLatency(SpanData span) {
		return Recording.attributes(span)
			.keySet()
			.stream()
			.anyMatch((name) -> name.equals(E2E_LATENCY) || name.equals("voice.total_latency")
					|| name.startsWith("voice.latency."));
	}

	/**
	 * How long a part took.
	 */
	record Took(LatencyPart.Kind kind, long millis) {
	}

}
