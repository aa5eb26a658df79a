package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.voicetelemetry.content.ChatMessage;
import io.voicetelemetry.event.TokenUsage;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.SpeechSynthesis;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.UserTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Five hundred texts that can be told from any other are said wherever something can be
 * said. With content off, none of them is anywhere.
 */
class MarkedTextsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int CALLS = 20;

	private final Random random = new Random(500);

	private final List<String> marked = new ArrayList<>();

	/**
	 * One more text, of letters that ids do not have.
	 */
	private String text() {
		StringBuilder text = new StringBuilder("zq");
		for (int i = 0; i < 12; i++) {
			text.append((char) ('g' + this.random.nextInt(20)));
		}
		this.marked.add(text.toString());
		return text.toString();
	}

	@Test
	void areNowhereWithContentOff() {
		Heard heard = said("none");
		assertThat(this.marked).hasSizeGreaterThanOrEqualTo(500).doesNotHaveDuplicates();
		assertThat(heard.log()).contains("LLM metrics", "Tool metrics");
		assertThat(heard.spans()).contains("agent_session", "llm_request", "java.lang.IllegalStateException");
		assertThat(heard.meters()).contains("voice.sessions.started");
		assertThat(heard.told()).contains("LlmMetrics");
		for (String text : this.marked) {
			assertThat(heard.spans()).doesNotContain(text);
			assertThat(heard.log()).doesNotContain(text);
			assertThat(heard.meters()).doesNotContain(text);
			assertThat(heard.told()).doesNotContain(text);
		}
	}

	@Test
	void areOnSpansAloneWithContentOn() {
		Heard heard = said("full");
		assertThat(this.marked).filteredOn((text) -> !heard.spans().contains(text))
			.hasSizeLessThan(this.marked.size() / 4);
		for (String text : this.marked) {
			assertThat(heard.log()).doesNotContain(text);
			assertThat(heard.meters()).doesNotContain(text);
			assertThat(heard.told()).doesNotContain(text);
		}
	}

	private Heard said(String capture) {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		Logger ours = (Logger) LoggerFactory.getLogger("io.voicetelemetry");
		RecordedLog log = new RecordedLog();
		log.start();
		try (OtlpReceiver receiver = OtlpReceiver.start();
				ConfigurableApplicationContext context = TestApplication.run(Beans.class,
						"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint(),
						"--voice.telemetry.content.capture=" + capture)) {
			root.addAppender(log);
			// At TRACE, Micrometer writes the baggage of the application.
			root.setLevel(Level.DEBUG);
			ours.setLevel(Level.TRACE);
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			Tracer other = context.getBean(OpenTelemetry.class).getTracer("framework");
			for (int i = 0; i < CALLS; i++) {
				say(telemetry, other, "call-" + i);
			}
			List<VoiceMetrics> told = context.getBean(ToldMetrics.class).all;
			await().atMost(PATIENCE)
				.until(() -> receiver.spans()
					.stream()
					.filter((span) -> span.name().equals("agent_session"))
					.count() == CALLS && receiver.spans().size() >= 11 * CALLS);
			await().atMost(PATIENCE).until(() -> told.toString().split("LlmMetrics", -1).length > CALLS);
			return new Heard(receiver.spans().toString(), log.lines.toString(),
					dump(context.getBean(MeterRegistry.class)), told.toString());
		}
		finally {
			root.setLevel(Level.WARN);
			ours.setLevel(Level.INFO);
			root.detachAppender(log);
		}
	}

	private static String dump(MeterRegistry registry) {
		StringBuilder dump = new StringBuilder();
		for (Meter meter : registry.getMeters()) {
			dump.append(meter.getId()).append(' ').append(meter.getId().getDescription()).append('\n');
		}
		return dump.toString();
	}

	/**
	 * A call in which everything that takes a text is given one.
	 */
	private void say(VoiceTelemetry telemetry, Tracer other, String id) {
		try (Scope baggage = Baggage.builder().put("note", text()).put(text(), "x").build().makeCurrent()) {
			VoiceSession session = telemetry.session().id(id).start();
			UserTurn turn = session.startUserTurn();
			turn.interimTranscript(text());
			turn.finalTranscript(text());
			turn.finalTranscript(text(), 0.9);
			turn.startRecognition().transcript(text()).end();
			turn.end();
			AgentTurn reply = session.startAgentTurn();
			LlmCall call = reply.startLlmCall().model("openai", "gpt-4o");
			call.systemInstructions(text()).prompt(text());
			call.messages(List.of(ChatMessage.user(text()), ChatMessage.assistant(text())));
			call.completion(text()).usage(TokenUsage.of(3, 4));
			call.setContent("app.note", text()).setAttribute("app.pii.note", text());
			call.set(TelemetryAttributes.ofString("gen_ai.tool.definitions"), text());
			call.startAttempt().fail(new IllegalStateException(text(), new RuntimeException(text())));
			call.fail(new IllegalStateException(text()));
			reply.startToolCall("find").arguments("{\"a\":\"" + text() + "\"}").result(text()).fail(new Error(text()));
			reply.startToolCall("book").arguments(new String[] { "who" }, new Object[] { text() }).end();
			SpeechSynthesis synthesis = reply.startSynthesis();
			synthesis.textHandedOver(text());
			synthesis.textHandedOver(text());
			synthesis.spoken(text());
			synthesis.end();
			VoiceSpan operation = reply.startOperation("greet");
			try (Scope scope = operation.makeCurrent()) {
				Span foreign = other.spanBuilder("chat").startSpan();
				foreign.setAttribute("gen_ai.input.messages", text()).setAttribute("gen_ai.prompt", text());
				foreign.recordException(new IllegalStateException(text()));
				foreign.end();
			}
			operation.fail(new IllegalStateException(text()));
			reply.end();
			session.fail(new IllegalStateException(text()));
		}
	}

	/**
	 * What came out of the application.
	 *
	 * @param spans what the backend received
	 * @param log all lines of the log
	 * @param meters the names and tags of all meters
	 * @param told what listeners were told
	 */
	private record Heard(String spans, String log, String meters, String told) {
	}

	/**
	 * Every line of the log, from wherever.
	 */
	private static final class RecordedLog extends AppenderBase<ILoggingEvent> {

		private final StringBuffer lines = new StringBuffer();

		@Override
		protected void append(ILoggingEvent event) {
			this.lines.append(event.getFormattedMessage())
				.append(event.getKeyValuePairs())
				.append(event.getMDCPropertyMap())
				.append((event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy())
						: "")
				.append('\n');
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ToldMetrics toldMetrics() {
			return new ToldMetrics();
		}

	}

	static class ToldMetrics implements VoiceMetricsListener {

		private final List<VoiceMetrics> all = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void onMetrics(VoiceMetrics metrics) {
			this.all.add(metrics);
		}

	}

}
