package io.voicetelemetry.integration.springai;

import java.time.Duration;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static io.voicetelemetry.integration.springai.ChatClientTests.assertNoOtherModelSpans;
import static io.voicetelemetry.integration.springai.ChatClientTests.inReply;
import static io.voicetelemetry.integration.springai.ChatClientTests.value;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of Spring AI that the application brings beside its chat model.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationBeansTests {

	@RegisterExtension
	private static final SurroundedApplications plain = SurroundedApplications.of(Clinic.class, FailingTool.class,
			Embeddings.class);

	@RegisterExtension
	private static final SurroundedApplications twoModels = SurroundedApplications.of(Clinic.class, TwoModels.class);

	@RegisterExtension
	private static final SurroundedApplications conventional = SurroundedApplications.of(Clinic.class,
			OwnConvention.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@EnumSource
	void leavesTheApplicationsPrimaryAloneAndSaysSo(Surrounding surrounding, CapturedOutput output) throws Exception {
		SurroundedApplication application = twoModels.in(surrounding);
		assertThat(application.bean(ChatModel.class)).isInstanceOf(OpenAiChatModel.class);
		assertThat(output).contains("ChatModel (openAiChatModel, fastModel)", "VoiceSpringAi");
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("One").usage(1, 1));
		application.run((context) -> inReply(context,
				() -> context.getBean(VoiceSpringAi.class)
					.wrapChatModel(context.getBean(ChatModel.class))
					.stream(new Prompt("Count"))
					.blockLast(PATIENCE)));
		assertThat(value(application.only("llm_request"), TelemetryAttributes.TIME_TO_FIRST_CHUNK.key())).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void leavesConventionAndHandlersToTheApplication(Surrounding surrounding) throws Exception {
		SurroundedApplication application = conventional.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.text("One").usage(1, 1));
		application.bean(OpenAiChatModel.class).setObservationConvention(application.bean(OwnConvention.Own.class));
		application.run((context) -> inReply(context, () -> context.getBean(ChatModel.class).call("Hello")));

		assertThat(application.bean(OwnConvention.Heard.class).name).isEqualTo("my.chat");
		assertThat(application.only("llm_request").getName()).isEqualTo("llm_request");
		assertNoOtherModelSpans(application);
	}

	@ParameterizedTest
	@EnumSource
	void knowsWhichToolFailed(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.tools(EndpointAnswer.tool("call_1", "book", "{\"slot\":\"\"}")),
					EndpointAnswer.text("Sorry"));
		application.run((context) -> inReply(context,
				() -> assertThat(context.getBean("failingClient", ChatClient.class).prompt("Book").call().content())
					.isEqualTo("Sorry")));

		SpanData tool = application.only("function_tool");
		assertThat(value(tool, TelemetryAttributes.OUTCOME.key())).isEqualTo("error");
		assertThat(value(tool, TelemetryAttributes.ERROR_TYPE.key())).isEqualTo("java.lang.IllegalStateException");
		assertThat(tool.toString()).doesNotContain("no such slot");
	}

	@ParameterizedTest
	@EnumSource
	void recordsEmbeddings(Surrounding surrounding) throws Exception {
		SurroundedApplication application = plain.in(surrounding);
		application.bean(OpenAiEndpoint.class).answer(EndpointAnswer.embedding(6, 0.1f, 0.2f));
		application.run((context) -> inReply(context,
				() -> assertThat(context.getBean(EmbeddingModel.class).embed("dizzy")).hasSize(2)));

		SpanData operation = application.only("operation");
		assertThat(operation.getName()).isEqualTo("embeddings");
		assertThat(value(operation, TelemetryAttributes.OPERATION_NAME.key())).isEqualTo("embeddings");
		assertThat(value(operation, TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
		assertThat(value(operation, TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo("text-embedding-3-small");
		assertThat(value(operation, TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(6);
		assertThat(application.spans()).extracting(SpanData::getName)
			.doesNotContain("embedding text-embedding-3-small");
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoModels {

		@Bean
		@Primary
		OpenAiChatModel fastModel(OpenAiEndpoint endpoint, ObservationRegistry registry) {
			return Clinic.model(endpoint, registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention {

		@Bean
		Own ownConvention() {
			return new Own();
		}

		@Bean
		Heard heard() {
			return new Heard();
		}

		static class Own extends DefaultChatModelObservationConvention {

			@Override
			public String getName() {
				return "my.chat";
			}

			@Override
			public KeyValues getHighCardinalityKeyValues(ChatModelObservationContext context) {
				return KeyValues.empty();
			}

		}

		static class Heard implements ObservationHandler<ChatModelObservationContext> {

			volatile String name = "";

			@Override
			public void onStop(ChatModelObservationContext context) {
				this.name = String.valueOf(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingTool {

		@Bean
		DefaultToolExecutionExceptionProcessor exceptionProcessor() {
			return DefaultToolExecutionExceptionProcessor.builder().build();
		}

		@Bean
		ChatClient failingClient(ChatModel model, ObservationRegistry registry, Clinic.Tools tools,
				ToolExecutionExceptionProcessor processor) {
			return ChatClient
				.builder(model, registry, null, null,
						ToolCallingAdvisor.builder()
							.toolCallingManager(DefaultToolCallingManager.builder()
								.observationRegistry(registry)
								.toolExecutionExceptionProcessor(processor)
								.build()))
				.defaultTools(tools)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Embeddings {

		@Bean
		OpenAiEmbeddingModel embeddingModel(OpenAiEndpoint endpoint, ObservationRegistry registry) {
			return OpenAiEmbeddingModel.builder()
				.options(OpenAiEmbeddingOptions.builder()
					.baseUrl(endpoint.baseUrl())
					.apiKey("sk-test")
					.model("text-embedding-3-small")
					.maxRetries(0)
					.build())
				.observationRegistry(registry)
				.build();
		}

	}

}
