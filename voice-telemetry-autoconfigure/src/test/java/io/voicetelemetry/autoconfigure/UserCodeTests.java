package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedSession;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.ContentRedactor;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.VoiceMetrics;
import io.voicetelemetry.event.VoiceMetricsListener;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code of the application that misbehaves wherever it is called: calls have their
 * results, spans arrive, and what could not be redacted is nowhere.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class UserCodeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String SECRET = "fourwordsspokenbythecaller";

	/** What the code does, in all places at once. */
	enum Misdeed {

		RUNTIME_EXCEPTION {

			@Override
			void doIt(Conduct conduct) {
				throw new IllegalStateException(SECRET);
			}

		},

		CHECKED_EXCEPTION {

			@Override
			void doIt(Conduct conduct) {
				throw UserCodeTests.<RuntimeException>sneaky(new Exception(SECRET));
			}

		},

		ERROR {

			@Override
			void doIt(Conduct conduct) {
				throw new NoClassDefFoundError(SECRET);
			}

		},

		STACK_OVERFLOW {

			@Override
			void doIt(Conduct conduct) {
				doIt(conduct);
			}

		},

		RECURSION {

			@Override
			void doIt(Conduct conduct) {
				conduct.callAgain();
				throw new IllegalStateException(SECRET);
			}

		},

		INTERRUPTION {

			@Override
			void doIt(Conduct conduct) {
				throw UserCodeTests.<RuntimeException>sneaky(new InterruptedException(SECRET));
			}

		};

		abstract void doIt(Conduct conduct);

	}

	@ParameterizedTest
	@EnumSource
	void harmsNoCall(Misdeed misdeed, CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start(); ConfigurableApplicationContext context = run(receiver)) {
			Line line = context.getBean(Line.class);
			VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
			Conduct conduct = context.getBean(Conduct.class);
			conduct.misdeed = misdeed;
			assertThat(line.take("bad-call", SECRET)).isEqualTo(new Answer(SECRET));
			assertThat(Thread.interrupted()).isEqualTo(misdeed == Misdeed.INTERRUPTION);
			conduct.misdeed = null;
			assertThat(line.take("good-call", "hello")).isEqualTo(new Answer("hello"));
			List<ReceivedSpan> spans = receiver.awaitSpans(3 * 2, PATIENCE);
			while (ofSession(spans, "good-call").size() < 3 || ofSession(spans, "bad-call").size() < 3) {
				spans = receiver.awaitSpans(spans.size() + 1, PATIENCE);
			}
			assertThat(spans.toString()).doesNotContain(SECRET);
			assertThat(span(spans, "bad-call", "llm_request").attributes())
				.doesNotContainKeys("app.expression", "app.read")
				.containsEntry("app.literal", "kept");
			assertThat(span(spans, "bad-call", "llm_request").attributes().get("gen_ai.input.messages")).asString()
				.contains(ContentPolicy.REDACTION_FAILED);
			assertThat(span(spans, "bad-call", "function_tool").attributes().get("gen_ai.tool.call.result")).asString()
				.contains(ContentPolicy.REDACTION_FAILED);
			// On a machine that has much to do, a recursion may take so long.
			if (!output.getAll().contains("it is switched off until the next start")) {
				assertThat(span(spans, "good-call", "llm_request").attributes())
					.containsEntry("app.expression", "fine!")
					.containsEntry("app.read", "read");
				assertThat(span(spans, "good-call", "llm_request").attributes().get("gen_ai.input.messages")).asString()
					.contains("[hello]");
			}
			assertThat(telemetry.refusals().get(RefusalReason.USER_CODE_FAILED)).isPositive();
			assertThat(telemetry.openSessions()).isZero();
		}
		assertThat(output).doesNotContain(SECRET);
		if (misdeed == Misdeed.RECURSION) {
			assertThat(output).contains("called from within itself");
		}
		else {
			assertThat(failures(output, "The redactor ")).hasSize(1);
			assertThat(failures(output, "Reading the result of")).hasSize(1);
		}
	}

	/**
	 * What was said of failures. That something took long may be said as well: a machine
	 * that has much to do needs its time for the end of a stack.
	 */
	private static List<String> failures(CapturedOutput output, String what) {
		return output.getAll().lines().filter((line) -> line.contains(what) && !line.contains(" took ")).toList();
	}

	@Test
	void isSwitchedOffWhereItBlocksAndHoldsUpNoOther(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.start(); ConfigurableApplicationContext context = run(receiver)) {
			Line line = context.getBean(Line.class);
			Conduct conduct = context.getBean(Conduct.class);
			conduct.blocking = true;
			// The first call waits for each: nothing can stop code that runs.
			assertThat(line.take("slow-call", "hello")).isEqualTo(new Answer("hello"));
			conduct.blocksForever = true;
			// Whoever was slow is not asked any more, or else this would take forever.
			// The
			// listeners are asked, but on threads of their own.
			assertThat(line.take("bad-call", SECRET)).isEqualTo(new Answer(SECRET));
			List<ReceivedSpan> spans = receiver.awaitSpans(6, PATIENCE);
			assertThat(spans.toString()).doesNotContain(SECRET);
			assertThat(span(spans, "bad-call", "llm_request").attributes())
				.doesNotContainKeys("app.expression", "app.read")
				.containsEntry("app.literal", "kept");
			assertThat(span(spans, "bad-call", "llm_request").attributes().get("gen_ai.input.messages")).asString()
				.contains(ContentPolicy.REDACTION_FAILED);
			conduct.release.countDown();
		}
		assertThat(output)
			.contains("it is switched off until the next start", "The expression '#{behave('fine')}'",
					"all texts become '[redaction failed]'")
			.doesNotContain(SECRET);
	}

	private static ConfigurableApplicationContext run(OtlpReceiver receiver) {
		return TestApplication.of(WebApplicationType.NONE, Beans.class)
			.run("--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint(),
					"--voice.telemetry.content.capture=full");
	}

	private static List<ReceivedSpan> ofSession(List<ReceivedSpan> spans, String session) {
		return spans.stream().filter((span) -> session.equals(span.attributes().get("session.id"))).toList();
	}

	private static ReceivedSpan span(List<ReceivedSpan> spans, String session, String stage) {
		return ofSession(spans, session).stream()
			.filter((span) -> stage.equals(span.stage()))
			.findFirst()
			.orElseThrow();
	}

	@SuppressWarnings("unchecked") // What is thrown is not checked for its type.
	private static <E extends Throwable> E sneaky(Throwable error) throws E {
		throw (E) error;
	}

	record Answer(String text) {
	}

	/**
	 * How all of the code that is called behaves.
	 */
	static class Conduct {

		private final CountDownLatch release = new CountDownLatch(1);

		private final VoiceTelemetry telemetry;

		private final Line line;

		private volatile @Nullable Misdeed misdeed;

		private volatile boolean blocking;

		private volatile boolean blocksForever;

		Conduct(VoiceTelemetry telemetry, Line line) {
			this.telemetry = telemetry;
			this.line = line;
		}

		String behave(String text) {
			Misdeed misdeed = this.misdeed;
			if (misdeed != null) {
				misdeed.doIt(this);
			}
			if (this.blocking) {
				block();
			}
			return text + "!";
		}

		private void block() {
			try {
				// Long enough to be switched off, and to be seen where it is not.
				this.release.await(this.blocksForever ? Long.MAX_VALUE : 1100, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		/**
		 * Does in a call what the call is made of: expressions, readers, redactors and
		 * listeners are called again.
		 */
		void callAgain() {
			this.line.model().ask(SECRET);
			this.line.tools().find(SECRET);
			VoiceSession session = this.telemetry.session().start();
			session.startLlmCall().prompt(SECRET).end();
			session.end();
		}

	}

	static class Line {

		private final Model model;

		private final Tools tools;

		Line(Model model, Tools tools) {
			this.model = model;
			this.tools = tools;
		}

		@TracedSession
		public Answer take(@SessionId String id, String said) {
			this.tools.find(said);
			return this.model.ask(said);
		}

		Model model() {
			return this.model;
		}

		Tools tools() {
			return this.tools;
		}

	}

	static class Model {

		private final Conduct conduct;

		Model(Conduct conduct) {
			this.conduct = conduct;
		}

		public String behave(String said) {
			return this.conduct.behave(said);
		}

		@TracedLlmCall(attributes = { "app.expression=#{behave('fine')}", "app.literal=kept" })
		Answer ask(@Prompt String said) {
			return new Answer(said);
		}

	}

	static class Tools {

		@TracedTool
		String find(@VoiceAttribute(value = "app.pii.said", content = true) String said) {
			return "found " + said;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Model model(@Lazy Conduct conduct) {
			return new Model(conduct);
		}

		@Bean
		Tools tools() {
			return new Tools();
		}

		@Bean
		Line line(Model model, Tools tools) {
			return new Line(model, tools);
		}

		@Bean
		Conduct conduct(@Lazy VoiceTelemetry telemetry, @Lazy Line line) {
			return new Conduct(telemetry, line);
		}

		@Bean
		ContentRedactor redactor(@Lazy Conduct conduct) {
			return (text) -> "[" + conduct.behave(text).replace("!", "]").replace(SECRET, "gone");
		}

		@Bean
		ResultReader<Answer> reader(@Lazy Conduct conduct) {
			return new ResultReader<>() {

				@Override
				public Class<Answer> resultType() {
					return Answer.class;
				}

				@Override
				public void read(Answer result, VoiceSpan span) {
					conduct.behave(result.text());
					span.setAttribute("app.read", "read");
					((LlmCall) span).completion(result.text());
				}

			};
		}

		@Bean
		VoiceMetricsListener listener(@Lazy Conduct conduct) {
			return new VoiceMetricsListener() {

				@Override
				public void onMetrics(VoiceMetrics metrics) {
					conduct.behave("");
				}

				@Override
				public void onSessionEnd(SessionSummary session) {
					conduct.behave("");
				}

			};
		}

		@Bean
		ApplicationListener<PayloadApplicationEvent<VoiceMetrics>> eventListener(@Lazy Conduct conduct) {
			return new ApplicationListener<>() {

				@Override
				public void onApplicationEvent(PayloadApplicationEvent<VoiceMetrics> event) {
					conduct.behave("");
				}

			};
		}

	}

}
