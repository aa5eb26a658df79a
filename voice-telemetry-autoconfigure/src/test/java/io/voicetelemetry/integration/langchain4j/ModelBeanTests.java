package io.voicetelemetry.integration.langchain4j;

import java.util.List;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Models as beans of all kinds: they can be injected as they could without, and are
 * observed where that can be.
 */
class ModelBeanTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	@Test
	void modelIsInjectedByItsClassAndObserved() {
		try (AnnotationConfigApplicationContext context = context(ByClass.class)) {
			OpenAiChatModel model = context.getBean(OpenAiChatModel.class);
			assertThat(model.provider()).isEqualTo(context.getBean(ChatModel.class).provider());
			assertThat(model.defaultRequestParameters().modelName()).isEqualTo("gpt-4o-mini");
			assertThat(ObservedModels.isObserved(model)).isTrue();
			assertThat(report(context).observed()).containsExactly("model");
			assertThat(report(context).report()).isEmpty();
		}
	}

	@Test
	void oneOfSeveralIsInjectedAsBefore() {
		try (AnnotationConfigApplicationContext context = context(Several.class)) {
			assertThat(context.getBean(ChatModel.class)).isSameAs(context.getBean("big"));
			inSession(context, () -> {
				context.getBean("big", ChatModel.class).chat("Hello");
				context.getBean("small", ChatModel.class).chat("Hello");
			});
			assertThat(requests()).hasSize(2);
		}
	}

	@Test
	void finalModelThatIsDeclaredByItsInterfaceIsObserved() {
		try (AnnotationConfigApplicationContext context = context(FinalByInterface.class)) {
			inSession(context, () -> assertThat(context.getBean(ChatModel.class).chat("Hello")).isEqualTo("Hello!"));
			assertThat(requests()).hasSize(1);
		}
	}

	@Test
	void modelsThatCannotBeObservedAreLeftAloneAndReported() {
		try (AnnotationConfigApplicationContext context = context(Unobservable.class)) {
			inSession(context, () -> {
				assertThat(context.getBean(FinalModel.class).chat("Hello")).isEqualTo("Hello!");
				assertThat(context.getBean(ModelWithFinalMethod.class).chat("Hello")).isEqualTo("Hello!");
				assertThat(context.getBean(ModelWithPrivateConstructor.class).chat("Hello")).isEqualTo("Hello!");
			});
			assertThat(requests()).isEmpty();
			assertThat(report(context).report()).hasSize(3)
				.anySatisfy((line) -> assertThat(line).startsWith("finalModel: ").contains("FinalModel"))
				.anySatisfy((line) -> assertThat(line).startsWith("finalMethod: "))
				.anySatisfy((line) -> assertThat(line).startsWith("privateConstructor: "));
		}
	}

	@Test
	void lambdaIsObserved() {
		try (AnnotationConfigApplicationContext context = context(Lambda.class)) {
			assertThat(ObservedModels.isObserved(context.getBean(TextToSpeechModel.class))).isTrue();
		}
	}

	@Test
	void modelThatAsksAnotherIsTheNodeAround() {
		try (AnnotationConfigApplicationContext context = context(OneAroundAnother.class)) {
			inSession(context, () -> context.getBean(ChatModel.class).chat("Hello"));
			List<SpanData> spans = this.exporter.getFinishedSpanItems();
			assertThat(spans).extracting(SpanData::getName).containsExactly("llm_request", "llm_node", "agent_session");
			assertThat(spans.get(0).getParentSpanId()).isEqualTo(spans.get(1).getSpanId());
		}
	}

	@Test
	void whatAModelKnowsNotIsNoHarm() {
		try (AnnotationConfigApplicationContext context = context(Clueless.class)) {
			inSession(context, () -> assertThat(context.getBean(ChatModel.class).chat("Hello")).isEqualTo("?"));
			assertThat(requests()).hasSize(1);
		}
	}

	private static LangChain4jBeanPostProcessor report(AnnotationConfigApplicationContext context) {
		return context.getBean(LangChain4jBeanPostProcessor.class);
	}

	private List<SpanData> requests() {
		return this.exporter.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().equals("llm_request"))
			.toList();
	}

	private static void inSession(AnnotationConfigApplicationContext context, Runnable work) {
		VoiceSession session = context.getBean(VoiceTelemetry.class).session().start();
		session.run(work);
	}

	private AnnotationConfigApplicationContext context(Class<?> configuration) {
		OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.exporter)).build())
			.build();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(VoiceTelemetry.class, () -> VoiceTelemetry.builder(openTelemetry).build());
		RootBeanDefinition postProcessor = new RootBeanDefinition(LangChain4jBeanPostProcessor.class,
				() -> new LangChain4jBeanPostProcessor(() -> context.getBean(VoiceTelemetry.class)));
		context.registerBeanDefinition("postProcessor", postProcessor);
		context.register(configuration);
		context.refresh();
		return context;
	}

	private static OpenAiChatModel openAi() {
		return OpenAiChatModel.builder().apiKey("none").modelName("gpt-4o-mini").build();
	}

	private static ChatResponse echo(ChatRequest request) {
		return ChatResponse.builder().aiMessage(AiMessage.from("Hello!")).build();
	}

	static final class FinalModel implements ChatModel {

		@Override
		public ChatResponse doChat(ChatRequest request) {
			return echo(request);
		}

	}

	static class ModelWithFinalMethod implements ChatModel {

		@Override
		public final ChatResponse doChat(ChatRequest request) {
			return echo(request);
		}

	}

	static class ModelWithPrivateConstructor implements ChatModel {

		private ModelWithPrivateConstructor() {
		}

		static ModelWithPrivateConstructor create() {
			return new ModelWithPrivateConstructor();
		}

		@Override
		public ChatResponse doChat(ChatRequest request) {
			return echo(request);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByClass {

		@Bean
		OpenAiChatModel model() {
			return openAi();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several {

		@Bean
		@Primary
		ChatModel big() {
			return new FinalModel();
		}

		@Bean
		ChatModel small() {
			return new FinalModel();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalByInterface {

		@Bean
		ChatModel model() {
			return new FinalModel();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unobservable {

		@Bean
		FinalModel finalModel() {
			return new FinalModel();
		}

		@Bean
		ModelWithFinalMethod finalMethod() {
			return new ModelWithFinalMethod();
		}

		@Bean
		ModelWithPrivateConstructor privateConstructor() {
			return ModelWithPrivateConstructor.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lambda {

		@Bean
		TextToSpeechModel model() {
			return (request) -> {
				throw new UnsupportedOperationException();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneAroundAnother {

		@Bean
		@Primary
		ChatModel outer(ChatModel inner) {
			return new ChatModel() {

				@Override
				public ChatResponse chat(ChatRequest request) {
					return inner.chat(request);
				}

			};
		}

		@Bean
		ChatModel inner() {
			return new FinalModel();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Clueless {

		@Bean
		ChatModel model() {
			return new ChatModel() {

				@Override
				public String chat(String text) {
					return "?";
				}

				@Override
				public dev.langchain4j.model.chat.request.ChatRequestParameters defaultRequestParameters() {
					throw new IllegalStateException("none");
				}

			};
		}

	}

}
