package io.voicetelemetry.sample.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.FinishReason;
import io.voicetelemetry.sample.appointment.AppointmentToolBox;
import io.voicetelemetry.sample.llm.Cancellation;
import io.voicetelemetry.sample.llm.LanguageModel;
import io.voicetelemetry.sample.llm.LlmStep;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the embedded endpoint, asked by the real client.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.call=none")
class EmbeddedModelTests {

	private static final SystemMessage INSTRUCTIONS = SystemMessage.from("Be kind. The caller is Maria Keller.");

	private final LanguageModel languageModel;

	private final AppointmentToolBox toolBox;

	private final ObjectProvider<StreamingChatModel> model;

	private final String baseUrl;

	private final List<String> pieces = new ArrayList<>();

	EmbeddedModelTests(@Autowired LanguageModel languageModel, @Autowired AppointmentToolBox toolBox,
			@Autowired ObjectProvider<StreamingChatModel> model, @Value("${local.server.port}") int port) {
		this.languageModel = languageModel;
		this.toolBox = toolBox;
		this.model = model;
		this.baseUrl = "http://localhost:" + port + "/v1";
	}

	@Test
	void streamsTextAndUsage() {
		ChatResponse response = respond(INSTRUCTIONS);
		assertThat(response.aiMessage().text()).isEqualTo(Phrases.GREETING);
		assertThat(this.pieces).hasSizeGreaterThan(10);
		assertThat(String.join("", this.pieces)).isEqualTo(Phrases.GREETING);
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(response.modelName()).isEqualTo("clinic-rules-1");
		assertThat(response.id()).startsWith("chatcmpl-");
		assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(this.pieces.size());
		assertThat(response.tokenUsage().inputTokenCount()).isGreaterThan(10);
	}

	@Test
	void streamsToolCallAndThenTheOffer() {
		UserMessage question = UserMessage.from("Is there a free appointment on Tuesday?");
		LlmStep first = ask(INSTRUCTIONS, question);
		assertThat(first.text()).isEmpty();
		assertThat(this.pieces).isEmpty();
		assertThat(first.toolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.id()).startsWith("call_");
			assertThat(call.name()).isEqualTo("find_free_slots");
			assertThat(call.arguments()).isEqualTo("{\"day\":\"TUESDAY\"}");
		});
		ToolExecutionRequest call = first.toolCalls().get(0);
		LlmStep second = ask(INSTRUCTIONS, question, AiMessage.from(call),
				ToolExecutionResultMessage.from(call, this.toolBox.execute(call)));
		assertThat(second.toolCalls()).isEmpty();
		assertThat(second.text())
			.startsWith("On Tuesday, Doctor Lindqvist can see you at half past nine, or at half past ten");
	}

	@Test
	void booksForTheCallerOnTheDayTalkedAbout() {
		LlmStep step = ask(INSTRUCTIONS, UserMessage.from("Is there a free appointment on Thursday?"),
				AiMessage.from("At half past eight, or at half past one."),
				UserMessage.from("I take half past one, please."));
		assertThat(step.toolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.name()).isEqualTo("book_appointment");
			assertThat(call.arguments())
				.isEqualTo("{\"day\":\"THURSDAY\",\"time\":\"13:30\",\"patient\":\"Maria Keller\"}");
		});
	}

	@Test
	void stopsWhenCancelled() {
		Cancellation cancellation = new Cancellation();
		ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Explain your opening hours.")).build();
		LlmStep step = this.languageModel.generate(request, (piece) -> {
			this.pieces.add(piece);
			if (this.pieces.size() == 5) {
				cancellation.cancel();
			}
		}, cancellation);
		assertThat(step.cancelled()).isTrue();
		assertThat(step.text()).isEqualTo("Of course, I am").isEqualTo(String.join("", this.pieces));
	}

	@Test
	void saysWhenAToolFailed() {
		ToolExecutionRequest call = ToolExecutionRequest.builder()
			.id("call_1")
			.name("book_appointment")
			.arguments("{\"day\":\"SUNDAY\",\"time\":\"03:00\",\"patient\":\"Maria Keller\"}")
			.build();
		LlmStep step = ask(UserMessage.from("Sunday at three o'clock."), AiMessage.from(call),
				ToolExecutionResultMessage.from(call, this.toolBox.execute(call)));
		assertThat(step.text()).isEqualTo(Phrases.FAILED);
	}

	@Test
	void answersAsAWhole() {
		OpenAiChatModel model = OpenAiChatModel.builder().baseUrl(this.baseUrl).apiKey("none").modelName("any").build();
		ChatResponse response = model.chat(UserMessage.from("Thank you, bye!"));
		assertThat(response.aiMessage().text()).isEqualTo(Phrases.GOODBYE);
		assertThat(response.modelName()).isEqualTo("any");
		assertThat(response.tokenUsage().outputTokenCount()).isPositive();
	}

	@Test
	void sendsUsageChunkOnlyWhenAsked() throws Exception {
		String without = post("{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"bye\"}]}").body();
		assertThat(without).doesNotContain("\"usage\"").endsWith("data: [DONE]\n\n");
		String with = post("{\"stream\":true,\"stream_options\":{\"include_usage\":true},"
				+ "\"messages\":[{\"role\":\"user\",\"content\":\"bye\"}]}")
			.body();
		assertThat(with).containsOnlyOnce("\"usage\"")
			.contains("\"finish_reason\":\"stop\"")
			.contains("\"choices\":[],\"usage\":{\"prompt_tokens\":5,")
			.endsWith("data: [DONE]\n\n");
	}

	@Test
	void refusesRequestWithoutMessages() throws Exception {
		HttpResponse<String> response = post("{\"model\":\"any\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("invalid_request_error");
	}

	private LlmStep ask(ChatMessage... messages) {
		ChatRequest request = ChatRequest.builder()
			.messages(messages)
			.toolSpecifications(this.toolBox.specifications())
			.build();
		return this.languageModel.generate(request, this.pieces::add, new Cancellation());
	}

	private ChatResponse respond(ChatMessage... messages) {
		CompletableFuture<ChatResponse> response = new CompletableFuture<>();
		this.model.getObject().chat(List.of(messages), new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(String piece) {
				EmbeddedModelTests.this.pieces.add(piece);
			}

			@Override
			public void onCompleteResponse(ChatResponse complete) {
				response.complete(complete);
			}

			@Override
			public void onError(Throwable error) {
				response.completeExceptionally(error);
			}

		});
		return response.orTimeout(30, TimeUnit.SECONDS).join();
	}

	private HttpResponse<String> post(String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.baseUrl + "/chat/completions"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

}
