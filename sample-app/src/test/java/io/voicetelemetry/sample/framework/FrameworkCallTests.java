package io.voicetelemetry.sample.framework;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.context.Scope;
import io.voicetelemetry.sample.SampleApplication;
import io.voicetelemetry.sample.framework.FrameworkAgents.Assistant;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls that are answered by a chat client of Spring AI and by an AI service of
 * LangChain4j, which ask the sample's endpoint over HTTP.
 */
@Timeout(180)
class FrameworkCallTests {

	private static final Duration DELAY = Duration.ofMillis(300);

	private static OtlpReceiver backend;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		backend = OtlpReceiver.start();
		SpringApplication application = new SpringApplication(SampleApplication.class, FrameworkAgents.class);
		application.setRegisterShutdownHook(false);
		context = application.run("--server.port=0", "--sample.call=none", "--sample.continuous-usage=true",
				"--sample.first-token-delay=" + DELAY.toMillis() + "ms",
				"--voice.telemetry.export.otlp.endpoint=" + backend.endpoint(),
				"--voice.telemetry.export.otlp.dialect=none", "--voice.telemetry.session.flush-on-end=true");
	}

	@AfterAll
	static void stop() {
		context.close();
		backend.close();
	}

	@ParameterizedTest
	@EnumSource
	void twoToolCallsAreOneTraceWithTheTokensOfTheServer(Framework framework) throws Exception {
		VoiceSession session = session(framework + "-tools");
		int before = answers().size();
		String offer = answer(framework, session, "Is there a free appointment on Thursday?");
		assertThat(offer).contains("On Thursday, ", "Which time suits you best?");
		String time = (framework == Framework.SPRING_AI) ? "half past eight" : "half past one";
		assertThat(answer(framework, session, "I take " + time + " on Thursday, please.")).contains("is booked.");
		endWhenOver(session, 2);
		List<ReceivedSpan> spans = arrived(session, framework.expectedTree());
		List<ReceivedSpan> requests = ofStage(spans, "llm_request");
		assertThat(requests).extracting(FrameworkCallTests::usage)
			.containsExactlyElementsOf(
					answers().subList(before, before + 4).stream().map(StreamedAnswers.Answer::usage).toList());
		assertThat(requests).extracting((request) -> request.attributes().get("gen_ai.response.finish_reasons"))
			.containsExactly(List.of("tool_calls"), List.of("stop"), List.of("tool_calls"), List.of("stop"));
		assertThat(ofStage(spans, "function_tool")).extracting((tool) -> tool.attributes().get("gen_ai.tool.name"))
			.containsExactly("find_free_slots", "book_appointment");
		for (ReceivedSpan request : requests) {
			assertThat(toFirstToken(request)).isGreaterThanOrEqualTo(DELAY.toMillis() / 1e3);
		}
		// The end of the text was held back when the first of it had arrived.
		assertThat(seconds(requests.get(1)) - toFirstToken(requests.get(1)))
			.isGreaterThanOrEqualTo(StreamedAnswers.MILLIS_TO_THE_END / 1e3);
		assertThat(context.getBean(VoiceTelemetry.class).refusals()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whoIsInterruptedKeepsWhatWasTold(Framework framework) throws Exception {
		VoiceSession session = session(framework + "-barge-in");
		AgentTurn reply = session.startAgentTurn();
		try (Scope scope = reply.makeCurrent()) {
			assertThat(framework.beginning(context, "Please explain your opening hours.", 3)).isEqualTo("Of course,");
		}
		reply.interrupted("user_turn");
		reply.end();
		endWhenOver(session, 1);
		List<ReceivedSpan> spans = arrived(session, framework.expectedTreeWithOneRequest());
		ReceivedSpan request = ofStage(spans, "llm_request").get(0);
		assertThat(request.attributes()).containsEntry("voice.outcome", "cancelled");
		assertThat(toFirstToken(request)).isGreaterThanOrEqualTo(DELAY.toMillis() / 1e3);
		if (framework.passesUsageOfPiecesOn()) {
			// Of some pieces more, if they had come before the caller spoke.
			assertThat((Long) request.attributes().get("gen_ai.usage.output_tokens")).isBetween(3L, 100L);
		}
		else {
			assertThat(request.attributes()).doesNotContainKey("gen_ai.usage.output_tokens");
		}
		assertThat(context.getBean(VoiceTelemetry.class).refusals()).isEmpty();
	}

	private static VoiceSession session(String id) {
		return context.getBean(VoiceTelemetry.class).session().id(id).start();
	}

	private static String answer(Framework framework, VoiceSession session, String caller) throws Exception {
		AgentTurn reply = session.startAgentTurn();
		return String.valueOf(reply.call(() -> framework.answer(context, caller)));
	}

	/** A framework may hand the last piece over before its own work has ended. */
	private static void endWhenOver(VoiceSession session, int replies) {
		await().atMost(Duration.ofSeconds(30)).until(() -> ofStage(spans(session), "agent_turn").size() == replies);
		session.end();
	}

	private static List<StreamedAnswers.Answer> answers() {
		return context.getBean(StreamedAnswers.class).all();
	}

	private static List<ReceivedSpan> arrived(VoiceSession session, String tree) {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(VoiceTraceTree.render(voiceSpans(session))).isEqualTo(tree));
		assertThat(VoiceTraceChecker.violations(spans(session))).isEmpty();
		return voiceSpans(session);
	}

	private static List<ReceivedSpan> voiceSpans(VoiceSession session) {
		return spans(session).stream().filter(ReceivedSpan::isVoiceSpan).toList();
	}

	private static List<ReceivedSpan> spans(VoiceSession session) {
		return backend.spans()
			.stream()
			.filter((span) -> session.spanContext().getTraceId().equals(span.traceId()))
			.sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
			.toList();
	}

	private static List<ReceivedSpan> ofStage(List<ReceivedSpan> spans, String stage) {
		return spans.stream().filter((span) -> stage.equals(span.stage())).toList();
	}

	private static String usage(ReceivedSpan request) {
		return request.attributes().get("gen_ai.usage.input_tokens") + " in, "
				+ request.attributes().get("gen_ai.usage.output_tokens") + " out";
	}

	private static double toFirstToken(ReceivedSpan request) {
		return (Double) request.attributes().get("gen_ai.response.time_to_first_chunk");
	}

	private static double seconds(ReceivedSpan span) {
		return (span.endEpochNanos() - span.startEpochNanos()) / 1e9;
	}

	/**
	 * A framework that agents are made with.
	 */
	enum Framework {

		SPRING_AI {

			@Override
			String expectedTree() {
				String turn = """
						  agent_turn
						    * generation
						    llm_node
						      llm_request
						      llm_request
						    function_tool
						""";
				return "agent_session\n" + turn + turn;
			}

			@Override
			String expectedTreeWithOneRequest() {
				return """
						agent_session
						  agent_turn
						    * generation
						    llm_node
						      llm_request
						""";
			}

			@Override
			boolean passesUsageOfPiecesOn() {
				return true;
			}

			@Override
			String answer(ConfigurableApplicationContext context, String caller) {
				List<String> pieces = context.getBean(ChatClient.class)
					.prompt(caller)
					.stream()
					.content()
					.doOnNext((piece) -> context.getBean(StreamedAnswers.class).heard())
					.collectList()
					.block(Duration.ofSeconds(60));
				return String.join("", pieces);
			}

			@Override
			String beginning(ConfigurableApplicationContext context, String caller, int pieces) {
				List<String> heard = context.getBean(ChatClient.class)
					.prompt(caller)
					.stream()
					.content()
					.filter((piece) -> !piece.isEmpty())
					.take(pieces)
					.collectList()
					.block(Duration.ofSeconds(60));
				return String.join("", heard);
			}

		},

		LANGCHAIN4J {

			@Override
			String expectedTree() {
				String turn = """
						  agent_turn
						    * generation
						    * generation
						    llm_request
						    function_tool
						    llm_request
						""";
				return "agent_session\n" + turn + turn;
			}

			@Override
			String expectedTreeWithOneRequest() {
				return """
						agent_session
						  agent_turn
						    * generation
						    llm_request
						""";
			}

			@Override
			boolean passesUsageOfPiecesOn() {
				return false;
			}

			@Override
			String answer(ConfigurableApplicationContext context, String caller) throws Exception {
				CompletableFuture<String> answer = new CompletableFuture<>();
				context.getBean(Assistant.class)
					.answer(caller)
					.onPartialResponse((piece) -> context.getBean(StreamedAnswers.class).heard())
					.onCompleteResponse((response) -> answer.complete(response.aiMessage().text()))
					.onError(answer::completeExceptionally)
					.start();
				return answer.get(60, TimeUnit.SECONDS);
			}

			@Override
			String beginning(ConfigurableApplicationContext context, String caller, int pieces) throws Exception {
				CompletableFuture<String> beginning = new CompletableFuture<>();
				StringBuilder text = new StringBuilder();
				AtomicInteger count = new AtomicInteger();
				context.getBean(Assistant.class).answer(caller).onPartialResponseWithContext((piece, answer) -> {
					text.append(piece.text());
					if (count.incrementAndGet() == pieces) {
						answer.streamingHandle().cancel();
						beginning.complete(text.toString());
					}
				})
					.onCompleteResponse((response) -> beginning.completeExceptionally(new IllegalStateException()))
					.onError(beginning::completeExceptionally)
					.start();
				return beginning.get(60, TimeUnit.SECONDS);
			}

		};

		/** Of two replies, in each of which the model asks for one tool. */
		abstract String expectedTree();

		abstract String expectedTreeWithOneRequest();

		/**
		 * Whether it tells what a server says of tokens before the end of an answer.
		 * LangChain4j tells nobody what an answer that is cut off has cost.
		 */
		abstract boolean passesUsageOfPiecesOn();

		abstract String answer(ConfigurableApplicationContext context, String caller) throws Exception;

		/** The first pieces of an answer, after which no more is wanted. */
		abstract String beginning(ConfigurableApplicationContext context, String caller, int pieces) throws Exception;

	}

}
