package io.voicetelemetry.integration.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Models that an application has put something of its own around, and those that a proxy
 * has to fit.
 */
class AdvisedModelTests {

	private static final OpenAiEndpoint endpoint = OpenAiEndpoint.start();

	@RegisterExtension
	private static final Turn guarded = Turn.at(endpoint, Guarded.class).capturing();

	@ParameterizedTest
	@EnumSource
	void adviceOfTheApplicationIsRunWhereOnlyATextIsAsked(Surrounding surrounding) throws Exception {
		Spans spans = guarded.run(surrounding,
				(context) -> assertThat(context.getBean("guarded", ChatModel.class).chat("Hello"))
					.isEqualTo("Hello! (guarded)"));

		assertThat(spans.only("llm_request").getAttributes().asMap()).containsEntry(TelemetryAttributes.OUTCOME.key(),
				"success");
		assertThat(Spans.value(spans.only("llm_request"), TelemetryAttributes.OUTPUT_MESSAGES.key()))
			.contains("Hello! (guarded)");
	}

	@Test
	void processingAheadOfTimeLeavesFinalModelsAlone() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(LangChain4jBeanPostProcessor.class,
					() -> new LangChain4jBeanPostProcessor(VoiceTelemetry::noop));
			context.register(ModelBeanTests.Unobservable.class, ModelBeanTests.FinalByInterface.class);

			context.refreshForAotProcessing(new RuntimeHints());

			assertThat(context.getType("finalModel")).isEqualTo(ModelBeanTests.FinalModel.class);
		}
	}

	@Test
	void modelMayHaveAnInterfaceOfAnotherClassLoader() throws Exception {
		ClassLoader loader = new ReloadingClassLoader();
		ChatModel model = (ChatModel) loader.loadClass(ReloadedModel.class.getName())
			.getDeclaredConstructor()
			.newInstance();
		assertThat(model).isNotInstanceOf(Reloaded.class);

		ChatModel observed = new VoiceLangChain4j(VoiceTelemetry::noop).wrapChatModel(model);

		assertThat(loader.loadClass(Reloaded.class.getName()).isInstance(observed)).isTrue();
		assertThat(observed.chat("Hello")).isEqualTo("Hello!");
	}

	private static ChatResponse hello() {
		return ChatResponse.builder()
			.aiMessage(AiMessage.from("Hello!"))
			.tokenUsage(new TokenUsage(3, 2))
			.modelName("of-mine")
			.build();
	}

	static class FailingOnce implements ChatModel {

		private final AtomicInteger requests = new AtomicInteger();

		@Override
		public ChatResponse doChat(ChatRequest request) {
			if (this.requests.getAndIncrement() == 0) {
				throw new IllegalStateException("busy");
			}
			return hello();
		}

	}

	public interface Reloaded {

	}

	public static class ReloadedModel implements ChatModel, Reloaded {

		public ReloadedModel() {
		}

		@Override
		public ChatResponse doChat(ChatRequest request) {
			return ChatResponse.builder().aiMessage(AiMessage.from("Hello!")).build();
		}

	}

	/**
	 * Loads the application's classes anew, as that of DevTools does.
	 */
	private static final class ReloadingClassLoader extends ClassLoader {

		ReloadingClassLoader() {
			super(AdvisedModelTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(Reloaded.class.getName())) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = file.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Guarded {

		@Bean
		ChatModel guarded() {
			ProxyFactory factory = new ProxyFactory(new FailingOnce());
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (call) -> {
				if (!call.getMethod().getName().equals("chat") || !(call.getArguments()[0] instanceof String)) {
					return call.proceed();
				}
				try {
					return call.proceed();
				}
				catch (IllegalStateException ex) {
					return ((ChatModel) call.getThis()).chat("again") + " (guarded)";
				}
			});
			return (ChatModel) factory.getProxy();
		}

	}

}
