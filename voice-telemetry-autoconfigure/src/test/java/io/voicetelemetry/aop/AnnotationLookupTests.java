package io.voicetelemetry.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.Prompt;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where an annotation may stand.
 */
class AnnotationLookupTests {

	@Test
	void findsItOnMethodsOfEveryVisibility() {
		try (AopTestContext context = AopTestContext.of(Beans.class)) {
			Visibilities bean = context.bean(Visibilities.class);
			bean.publicMethod();
			bean.protectedMethod();
			bean.packagePrivateMethod();
			assertThat(context.spans()).extracting(SpanData::getName)
				.containsExactly("publicMethod", "protectedMethod", "packagePrivateMethod");
		}
	}

	@Test
	void findsItOnTheInterface() {
		try (AopTestContext context = AopTestContext.of(Beans.class)) {
			context.bean(Model.class).ask("Hello");
			SpanData span = context.span("llm_request");
			assertThat(span.getAttributes().get(TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
			assertThat(span.getAttributes().get(TelemetryAttributes.INPUT_MESSAGES.key())).contains("Hello");
		}
	}

	@Test
	void findsItThroughAnInterfaceProxy() {
		try (AopTestContext context = AopTestContext.withInterfaceProxies(Beans.class)) {
			Model model = context.bean(Model.class);
			assertThat(AopUtils.isJdkDynamicProxy(model)).isTrue();
			model.ask("Hello");
			assertThat(context.span("llm_request").getAttributes().get(TelemetryAttributes.PROVIDER_NAME.key()))
				.isEqualTo("openai");
		}
	}

	@Test
	void findsItOnTheInterfaceOfABeanThatIsAProxyOrALambda() {
		try (AopTestContext context = AopTestContext.of(Proxies.class)) {
			for (String bean : List.of("javaProxy", "springProxy", "lambda")) {
				assertThat(context.bean(bean, Model.class).ask("Hello")).isEqualTo("Hi");
			}
			assertThat(context.spans()).extracting(SpanData::getName)
				.containsExactly("llm_request", "llm_request", "llm_request");
			assertThat(context.report()).isEmpty();
		}
	}

	@Test
	void findsItOnAGenericInterfaceOnce() {
		try (AopTestContext context = AopTestContext.of(Beans.class)) {
			context.bean(NumberTool.class).apply(7);
			@SuppressWarnings({ "rawtypes", "unchecked" })
			Object raw = ((Tool) context.bean(NumberTool.class)).apply(8);
			assertThat(raw).isEqualTo("8");
			assertThat(context.spans()).hasSize(2)
				.allSatisfy(
						(span) -> assertThat(span.getAttributes().get(AttributeKey.longKey("argument"))).isPositive());
		}
	}

	@Test
	void findsItOnAnOverriddenGenericMethodOfASuperclass() {
		try (AopTestContext context = AopTestContext.of(Beans.class)) {
			context.bean(Concrete.class).work("x");
			assertThat(context.spans()).extracting(SpanData::getName).containsExactly("generic work");
		}
	}

	@Test
	void findsItOnAnAnnotationOfTheApplication() {
		try (AopTestContext context = AopTestContext.of(Beans.class)) {
			context.bean(MetaAnnotated.class).answer();
			SpanData span = context.span("llm.answer");
			assertThat(span.getAttributes().get(TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("anthropic");
			assertThat(span.getAttributes().get(TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo("claude");
		}
	}

	@Test
	void leavesOtherBeansAlone() {
		try (AopTestContext context = AopTestContext.of(Beans.class)) {
			assertThat(AopUtils.isAopProxy(context.bean(Plain.class))).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Visibilities visibilities() {
			return new Visibilities();
		}

		@Bean
		OpenAiModel model() {
			return new OpenAiModel();
		}

		@Bean
		NumberTool numberTool() {
			return new NumberTool();
		}

		@Bean
		Concrete concrete() {
			return new Concrete();
		}

		@Bean
		MetaAnnotated metaAnnotated() {
			return new MetaAnnotated();
		}

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		Model javaProxy() {
			return (Model) Proxy.newProxyInstance(Model.class.getClassLoader(), new Class<?>[] { Model.class },
					(proxy, method, arguments) -> method.getName().equals("ask") ? "Hi" : null);
		}

		@Bean
		Model springProxy() {
			return ProxyFactory.getProxy(Model.class, (MethodInterceptor) (invocation) -> "Hi");
		}

		@Bean
		Model lambda() {
			return (prompt) -> "Hi";
		}

	}

	static class Visibilities {

		@TracedOperation
		public void publicMethod() {
		}

		@TracedOperation
		protected void protectedMethod() {
		}

		@TracedOperation
		void packagePrivateMethod() {
		}

	}

	interface Model {

		@TracedLlmCall(provider = "openai")
		String ask(@Prompt String prompt);

	}

	static class OpenAiModel implements Model {

		@Override
		public String ask(String prompt) {
			return "Hi";
		}

	}

	interface Tool<T> {

		@TracedTool(tool = "convert")
		String apply(@VoiceAttribute("argument") T argument);

	}

	static class NumberTool implements Tool<Integer> {

		@Override
		public String apply(Integer argument) {
			return argument.toString();
		}

	}

	abstract static class Generic<T> {

		@TracedOperation(name = "generic work")
		public abstract void work(T argument);

	}

	static class Concrete extends Generic<String> {

		@Override
		public void work(String argument) {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@TracedLlmCall(provider = "anthropic")
	@interface AskClaude {

		@AliasFor(annotation = TracedLlmCall.class, attribute = "name")
		String value();

		@AliasFor(annotation = TracedLlmCall.class, attribute = "model")
		String model() default "claude";

	}

	static class MetaAnnotated {

		@AskClaude("llm.answer")
		String answer() {
			return "Hi";
		}

	}

	static class Plain {

		void work() {
		}

	}

}
