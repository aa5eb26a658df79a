package io.voicetelemetry.integration.springai;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.SpeechRecognition;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.audio.transcription.AudioTranscription;
import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.audio.transcription.AudioTranscriptionResponse;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.Speech;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.audio.tts.TextToSpeechOptions;
import org.springframework.ai.audio.tts.TextToSpeechPrompt;
import org.springframework.ai.audio.tts.TextToSpeechResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.io.ByteArrayResource;

import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Models and calls that are not as one would wish.
 */
class ModelTroubleTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final ClosableVoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
			.build())
		.content(ContentPolicy.of(ContentCapture.FULL, 200_000))
		.build();

	private final VoiceSpringAi springAi = new VoiceSpringAi(() -> this.telemetry);

	private final ObservationHandler<Observation.Context> handler = this.springAi.observationHandler();

	@AfterEach
	void stop() {
		this.telemetry.close();
	}

	@Test
	void asksAModelWhoseOptionsThrow() {
		ChatModel model = this.springAi.wrapChatModel(new Chat(answer("Hello")) {
			@Override
			public ChatOptions getOptions() {
				throw new IllegalStateException("no options");
			}
		});
		TextToSpeechModel voice = this.springAi.wrapTextToSpeechModel(new Voice());

		inReply(() -> {
			assertThat(model.call("Hi")).isEqualTo("Hello");
			assertThat(voice.call("Hello")).hasSize(3);
		});

		assertThat(value(only("llm_request"), TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
		assertThat(value(only("tts_request"), TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
	}

	@Test
	void leavesModelsAloneWhereTheCallIsOver() {
		Chat chat = new Chat(answer("One"), answer("Two"));
		ChatModel model = this.springAi.wrapChatModel(chat);
		VoiceSession session = this.telemetry.session().id("call-1").start();
		AgentTurn turn = session.startAgentTurn();
		try (Scope scope = turn.makeCurrent()) {
			Flux<ChatResponse> stream = model.stream(new Prompt("Hi"));
			turn.end();
			session.end();
			assertThat(model.call("Hi")).isEqualTo("One");
			stream.blockLast();
			assertThat(chat.stages).containsExactly(turn, turn);
			assertThat(new SpringAiObservations(() -> this.telemetry).isInCall(chatObservation("openai"))).isFalse();
		}

		assertThat(this.spans.getFinishedSpanItems()).extracting(SpanData::getName)
			.containsExactly("agent_turn", "agent_session");
		assertThat(this.telemetry.refusals()).isEmpty();
	}

	@Test
	void recordsAfterAReplyIsOverButNotTheCall() {
		ChatModel model = this.springAi.wrapChatModel(new Chat(answer("One")));
		VoiceSession session = this.telemetry.session().id("call-1").start();
		AgentTurn turn = session.startAgentTurn();
		try (Scope scope = turn.makeCurrent()) {
			turn.end();
			model.call("Hi");
		}
		session.end();

		assertThat(only("llm_request").getParentSpanId()).isEqualTo(only("agent_session").getSpanId());
	}

	@Test
	void leavesTheTextToAnOpenRecognition() {
		TranscriptionModel model = this.springAi.wrapTranscriptionModel(new Ear("I feel dizzy"));
		inReply(() -> {
			SpeechRecognition recognition = (SpeechRecognition) this.telemetry.start(Stage.STT_REQUEST, null);
			recognition.run(() -> recognition.transcript(model.transcribe(new ByteArrayResource(new byte[1]))));
		});

		assertThat(value(only("stt_request"), TelemetryAttributes.TRANSCRIPT.key())).isEqualTo("I feel dizzy");
	}

	@Test
	void keepsOnlySoMuchOfATranscription() {
		RecognitionRecording recording = new RecognitionRecording(this.telemetry,
				(SpeechRecognition) this.telemetry.start(Stage.STT_REQUEST, null), true);
		for (int i = 0; i < 100; i++) {
			recording.next(new AudioTranscriptionResponse(new AudioTranscription("word ".repeat(1000))));
		}
		recording.completed();

		assertThat(value(only("stt_request"), TelemetryAttributes.TRANSCRIPT.key())).startsWith("word word ")
			.hasSizeLessThan(100_000);
	}

	@ParameterizedTest
	@CsvSource({ "anthropic, 1110", "bedrock_converse, 1110", "openai, 10" })
	void countsCachedTokensAsInput(String provider, long input) {
		inReply(() -> {
			ChatModelObservationContext context = chatObservation(provider);
			this.handler.onStart(context);
			context.setResponse(new ChatResponse(List.of(new Generation(new AssistantMessage("Hello"))),
					ChatResponseMetadata.builder().usage(new DefaultUsage(10, 5, 15, null, 1000L, 100L)).build()));
			this.handler.onStop(context);
		});

		SpanData request = only("llm_request");
		assertThat(value(request, TelemetryAttributes.PROVIDER_NAME.key())).isNotNull();
		assertThat(this.telemetry.refusals()).isEmpty();
		assertThat(value(request, TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(input);
		assertThat(value(request, TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(5);
		assertThat(value(request, TelemetryAttributes.CACHE_READ_INPUT_TOKENS.key())).isEqualTo(1000);
		assertThat(value(request, TelemetryAttributes.CACHE_CREATION_INPUT_TOKENS.key())).isEqualTo(100);
	}

	@Test
	void keepsNoExceptionOnAThreadWhereNoToolIsObserved() {
		TracedToolExceptionProcessor processor = new TracedToolExceptionProcessor(
				DefaultToolExecutionExceptionProcessor.builder().build());
		ToolExecutionException failure = new ToolExecutionException(tool("book"),
				new IllegalStateException("no such slot"));

		processor.process(failure);
		inReply(() -> processor.process(failure));

		assertThat(TracedToolExceptionProcessor.taken()).isNull();
	}

	@Test
	void endsAToolWhoseDefinitionThrows() {
		inReply(() -> {
			ToolCallingObservationContext context = ToolCallingObservationContext.builder()
				.toolDefinition(new BrokenDefinition())
				.toolCallId("call_1")
				.toolCallArguments("{}")
				.build();
			this.handler.onStart(context);
			this.handler.onScopeOpened(context);
			this.handler.onScopeClosed(context);
			this.handler.onStop(context);
			assertThat(this.spans.getFinishedSpanItems()).extracting(SpanData::getName).contains("function_tool");
		});

		assertThat(value(only("function_tool"), TelemetryAttributes.OUTCOME.key())).isEqualTo("success");
	}

	@Test
	void tellsTheReasonsOfThoseGenerationsThatHaveOne() {
		ChatModel model = this.springAi.wrapChatModel(new Chat(new ChatResponse(List.of(
				new Generation(new AssistantMessage("One"),
						ChatGenerationMetadata.builder().finishReason("STOP").build()),
				new Generation(new AssistantMessage("Two"))))));
		inReply(() -> model.call("Count"));

		assertThat(value(only("llm_request"), TelemetryAttributes.RESPONSE_FINISH_REASONS.key()))
			.containsExactly("stop");
	}

	@Test
	void takesAThoughtForTheFirstToken() {
		ChatModel model = this.springAi.wrapChatModel(new Chat(new ChatResponse(List
			.of(new Generation(AssistantMessage.builder().properties(Map.of("thinking", Boolean.TRUE)).build())))));
		inReply(() -> model.stream(new Prompt("Think")).blockLast());

		assertThat(value(only("llm_request"), TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNotNull();
	}

	@Test
	void takesNoThoughtForTheAnswer() {
		ChatModel model = this.springAi
			.wrapChatModel(new Chat(new ChatResponse(List.of(new Generation(AssistantMessage.builder()
				.content("They ask for a number")
				.properties(Map.of("signature", "c2ln"))
				.build()), new Generation(new AssistantMessage("Seven"))))));
		inReply(() -> model.call(new Prompt("Think")));

		assertThat(value(only("llm_request"), TelemetryAttributes.OUTPUT_MESSAGES.key())).contains("Seven")
			.doesNotContain("They ask");
	}

	@Test
	void letsAspectsProxyWhatItWraps() {
		for (Object wrapped : List.of(this.springAi.wrapChatModel(new Chat(answer("Hello"))),
				this.springAi.wrapTextToSpeechModel(new Voice()), this.springAi.wrapTranscriptionModel(new Ear("Hm")),
				new TracedToolExceptionProcessor(DefaultToolExecutionExceptionProcessor.builder().build()))) {
			ProxyFactory factory = new ProxyFactory(wrapped);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (call) -> call.proceed());
			assertThat(factory.getProxy()).isInstanceOf(wrapped.getClass());
		}
	}

	private void inReply(Runnable work) {
		VoiceSession session = this.telemetry.session().id("call-1").start();
		session.startAgentTurn().run(work);
		session.end();
	}

	private SpanData only(String name) {
		List<SpanData> found = this.spans.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals(name))
			.toList();
		assertThat(found).as(name).hasSize(1);
		return found.get(0);
	}

	private static ChatModelObservationContext chatObservation(String provider) {
		return ChatModelObservationContext.builder().prompt(new Prompt("Hi")).provider(provider).build();
	}

	private static ChatResponse answer(String text) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
	}

	private static ToolDefinition tool(String name) {
		return ToolDefinition.builder().name(name).description("Books").inputSchema("{}").build();
	}

	private static class Chat implements ChatModel {

		final Deque<VoiceSpan> stages = new ArrayDeque<>();

		private final Deque<ChatResponse> answers;

		Chat(ChatResponse... answers) {
			this.answers = new ArrayDeque<>(List.of(answers));
		}

		@Override
		public ChatResponse call(Prompt prompt) {
			VoiceSpan stage = VoiceContext.span(Context.current());
			if (stage != null) {
				this.stages.add(stage);
			}
			return this.answers.remove();
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Flux.defer(() -> Flux.just(call(prompt)));
		}

	}

	private static final class Voice implements TextToSpeechModel {

		@Override
		public TextToSpeechResponse call(TextToSpeechPrompt prompt) {
			return new TextToSpeechResponse(List.of(new Speech(new byte[3])));
		}

		@Override
		public Flux<TextToSpeechResponse> stream(TextToSpeechPrompt prompt) {
			return Flux.just(call(prompt));
		}

		@Override
		public TextToSpeechOptions getOptions() {
			throw new IllegalStateException("no options");
		}

	}

	private record Ear(String heard) implements TranscriptionModel {

		@Override
		public AudioTranscriptionResponse call(AudioTranscriptionPrompt prompt) {
			return new AudioTranscriptionResponse(new AudioTranscription(this.heard));
		}

		@Override
		public Flux<AudioTranscriptionResponse> stream(AudioTranscriptionPrompt prompt) {
			return Flux.just(call(prompt));
		}

	}

	private static final class BrokenDefinition implements ToolDefinition {

		@Override
		public String name() {
			throw new IllegalStateException("no name");
		}

		@Override
		public String description() {
			throw new IllegalStateException("no description");
		}

		@Override
		public String inputSchema() {
			return "{}";
		}

	}

}
