package io.voicetelemetry.integration.langchain4j;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTextToSpeechModel;
import dev.langchain4j.service.AiServices;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.integration.VoiceMeters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * LangChain4j where nothing of it is to be recorded: all works as it does without us.
 */
class LangChain4jSwitchTests {

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final Turn on = Turn.at(endpoint, AudioModelTests.AudioModels.class).capturing();

	@RegisterExtension
	private static final Turn off = Turn.at(endpoint, AudioModelTests.AudioModels.class)
		.with("voice.telemetry.langchain4j.enabled=false");

	@RegisterExtension
	private static final Turn allOff = Turn.at(endpoint, AudioModelTests.AudioModels.class)
		.with("voice.telemetry.enabled=false");

	@BeforeEach
	void answer() {
		endpoint.answer(EndpointAnswer.text("At nine.").usage(12, 3), EndpointAnswer.text("At ", "ten.").usage(12, 3),
				EndpointAnswer.tools(EndpointAnswer.tool("call-a", "look", "{}")).usage(20, 5),
				EndpointAnswer.text("At eleven.").usage(30, 2), EndpointAnswer.audio(new byte[480]),
				EndpointAnswer.json("{\"text\":\"When?\"}"), EndpointAnswer.embedding(7, 0.5f, 0.25f));
	}

	/**
	 * Everything that would be recorded.
	 */
	private static void askAll(ApplicationContext context) throws Exception {
		assertThat(context.getBean(ChatModel.class).chat("When?")).isEqualTo("At nine.");
		Answer streamed = Answer.whole();
		context.getBean(StreamingChatModel.class).chat("When?", streamed);
		assertThat(streamed.await().aiMessage().text()).isEqualTo("At ten.");
		assertThat(AiServices.builder(Assistant.class)
			.chatModel(context.getBean(ChatModel.class))
			.tools(new Calendar())
			.build()
			.answer("When?")).isEqualTo("At eleven.");
		assertThat(context.getBean(TextToSpeechModel.class).synthesize("At nine.").audio().binaryData()).hasSize(480);
		Audio audio = Audio.builder().binaryData(new byte[] { 1, 2, 3 }).mimeType("audio/wav").build();
		assertThat(context.getBean(AudioTranscriptionModel.class).transcribeToText(audio)).isEqualTo("When?");
		assertThat(context.getBean(EmbeddingModel.class).embed("When?").content().vector()).containsExactly(0.5f,
				0.25f);
		assertThat(endpoint.requests()).hasSize(7);
	}

	private static void assertNothingIsWrapped(ApplicationContext context) {
		assertThat(context.getBean(ChatModel.class).getClass()).isEqualTo(OpenAiChatModel.class);
		assertThat(context.getBean(StreamingChatModel.class).getClass()).isEqualTo(OpenAiStreamingChatModel.class);
		assertThat(context.getBean(TextToSpeechModel.class).getClass()).isEqualTo(OpenAiTextToSpeechModel.class);
		assertThat(context.getBean(AudioTranscriptionModel.class).getClass())
			.isEqualTo(OpenAiAudioTranscriptionModel.class);
		assertThat(context.getBean(EmbeddingModel.class).getClass()).isEqualTo(OpenAiEmbeddingModel.class);
		assertThat(context.getBeanNamesForType(VoiceLangChain4j.class)).isEmpty();
		assertThat(context.getBeanNamesForType(VoiceChatModelListener.class)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void allOfItIsRecordedAndMeasuredInACall(Surrounding surrounding) throws Exception {
		Spans spans = on.run(surrounding, (context) -> {
			var before = VoiceMeters.of(context);
			askAll(context);
			assertThat(VoiceMeters.of(context)).isNotEqualTo(before);
		});

		assertThat(spans.all()).extracting(SpanData::getName)
			.containsExactly("llm_request", "llm_request", "llm_request", "function_tool", "llm_request", "tts_request",
					"stt_request", "embeddings", "agent_turn", "agent_session");
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsRecordedOrMeasuredOutsideACall(Surrounding surrounding) throws Exception {
		Spans spans = on.runOutsideCalls(surrounding, (context) -> {
			var before = VoiceMeters.of(context);
			askAll(context);
			assertThat(VoiceMeters.of(context)).isEqualTo(before);
		});

		assertThat(spans.all()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsRecordedWhereItIsSwitchedOff(Surrounding surrounding) throws Exception {
		Spans spans = off.run(surrounding, (context) -> {
			assertNothingIsWrapped(context);
			askAll(context);
		});

		assertThat(spans.all()).extracting(SpanData::getName).containsExactly("agent_turn", "agent_session");
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsThereWhereAllIsSwitchedOff(Surrounding surrounding) throws Exception {
		Spans spans = allOff.run(surrounding, (context) -> {
			assertNothingIsWrapped(context);
			askAll(context);
			assertThat(VoiceMeters.of(context)).isEmpty();
		});

		assertThat(spans.all()).isEmpty();
	}

	interface Assistant {

		String answer(String text);

	}

	static class Calendar {

		@Tool
		String look() {
			return "eleven is free";
		}

	}

}
