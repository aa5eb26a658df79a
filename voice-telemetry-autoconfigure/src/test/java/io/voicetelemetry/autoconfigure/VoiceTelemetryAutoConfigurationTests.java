package io.voicetelemetry.autoconfigure;

import java.util.Set;
import java.util.stream.Collectors;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.aop.VoiceTelemetryBeanPostProcessor;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link VoiceTelemetryAutoConfiguration}, in contexts with everything that Boot
 * configures by itself.
 */
class VoiceTelemetryAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(TestApplication.Empty.class, TracedBean.class, InMemorySpans.class);

	@Test
	void recordsWithTheOpenTelemetryOfBoot() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(VoiceTelemetry.class)
				.hasSingleBean(ClosableVoiceTelemetry.class)
				.hasSingleBean(VoiceTelemetryBeanPostProcessor.class)
				.hasSingleBean(VoiceTelemetryStartupReport.class);
			assertThat(AopUtils.isAopProxy(context.getBean(TracedBean.class))).isTrue();
			assertThat(context.getBean(TracedBean.class).work()).isEqualTo("done");
			context.getBean(VoiceTelemetry.class).session().id("call-1").start().end();
			assertThat(context.getBean(InMemorySpans.class).all()).extracting(SpanData::getName)
				.containsExactly("work", "agent_session");
		});
	}

	@Test
	void disabledLeavesNoProxyNoThreadAndNoSpan() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.withPropertyValues("voice.telemetry.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(VoiceTelemetryBeanPostProcessor.class)
				.doesNotHaveBean(VoiceTelemetryStartupReport.class)
				.doesNotHaveBean(ClosableVoiceTelemetry.class)
				.hasSingleBean(VoiceTelemetry.class);
			assertThat(AopUtils.isAopProxy(context.getBean(TracedBean.class))).isFalse();
			VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
			session.run(() -> context.getBean(TracedBean.class).work());
			session.onEnd((summary) -> {
			});
			assertThat(context.getBean(VoiceTelemetry.class).openSessions()).isZero();
			assertThat(context.getBean(InMemorySpans.class).all()).isEmpty();
			assertThat(namesOfThreadsSince(before)).noneMatch((name) -> name.startsWith("voice-telemetry-"));
		});
	}

	@Test
	void enabledNamesItsThreads() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		this.runner.run((context) -> {
			context.getBean(VoiceTelemetry.class).session().start();
			assertThat(namesOfThreadsSince(before)).anyMatch((name) -> name.startsWith("voice-telemetry-"));
		});
	}

	@Test
	void yieldsToTheVoiceTelemetryOfTheApplication() {
		this.runner.withUserConfiguration(OwnVoiceTelemetry.class).run((context) -> {
			assertThat(context).hasSingleBean(VoiceTelemetry.class).doesNotHaveBean(ClosableVoiceTelemetry.class);
			assertThat(context.getBean(VoiceTelemetry.class)).isSameAs(OwnVoiceTelemetry.OWN);
		});
	}

	@Test
	void doesNothingWithMoreThanOneOpenTelemetry() {
		this.runner.withUserConfiguration(TwoOpenTelemetries.class, OwnTracer.class).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ClosableVoiceTelemetry.class);
			assertThat(context.getBean(TracedBean.class).work()).isEqualTo("done");
		});
	}

	@Test
	void recordsWithThePrimaryOpenTelemetry() {
		this.runner.withUserConfiguration(TwoOpenTelemetries.class, PrimaryOpenTelemetry.class)
			.run((context) -> assertThat(context).hasSingleBean(ClosableVoiceTelemetry.class));
	}

	@Test
	void proxiesWithoutSpringsAutoProxyCreator() {
		this.runner.withPropertyValues("spring.aop.auto=false")
			.run((context) -> assertThat(AopUtils.isCglibProxy(context.getBean(TracedBean.class))).isTrue());
	}

	@Test
	void findsTheResultReadersOfTheApplication() {
		this.runner.withUserConfiguration(Readers.class).run((context) -> {
			context.getBean(Readers.Model.class).ask();
			context.getBean(Readers.Model.class).translate();
			assertThat(context.getBean(InMemorySpans.class).named("ask")).singleElement()
				.satisfies((span) -> assertThat(span.getAttributes().get(AttributeKey.stringKey("answer")))
					.isEqualTo("42"));
			assertThat(context.getBean(InMemorySpans.class).named("translate")).singleElement()
				.satisfies((span) -> assertThat(span.getAttributes().get(AttributeKey.stringKey("translation")))
					.isEqualTo("quarante-deux"));
		});
	}

	@Test
	void aResultReaderThatCannotBeMadeHarmsNoCall() {
		this.runner.withUserConfiguration(Readers.class, BrokenReader.class).run((context) -> {
			assertThat(context.getBean(Readers.Model.class).ask()).isEqualTo(new Readers.Answer("42"));
			assertThat(context.getBean(InMemorySpans.class).named("ask")).hasSize(1);
			assertThat(context.getBean(VoiceTelemetry.class).refusals()).containsEntry(RefusalReason.USER_CODE_FAILED,
					1L);
		});
	}

	private static Set<String> namesOfThreadsSince(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread))
			.map(Thread::getName)
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnVoiceTelemetry {

		static final VoiceTelemetry OWN = VoiceTelemetry.noop();

		@Bean
		VoiceTelemetry ownVoiceTelemetry() {
			return OWN;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoOpenTelemetries {

		@Bean
		OpenTelemetry first() {
			return OpenTelemetry.noop();
		}

		@Bean
		OpenTelemetry second() {
			return OpenTelemetry.noop();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOpenTelemetry {

		@Bean
		@Primary
		OpenTelemetry third() {
			return OpenTelemetry.noop();
		}

	}

	// Boot's own would ask for the one OpenTelemetry, and not find it.
	@Configuration(proxyBeanMethods = false)
	static class OwnTracer {

		@Bean
		Tracer ownTracer() {
			return OpenTelemetry.noop().getTracer("own");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Readers {

		@Bean
		Model model() {
			return new Model();
		}

		@Bean
		ResultReader<Answer> answerReader() {
			return new ResultReader<>() {

				@Override
				public Class<Answer> resultType() {
					return Answer.class;
				}

				@Override
				public void read(Answer result, VoiceSpan span) {
					span.setAttribute("answer", result.text());
				}

			};
		}

		@Bean
		TranslationReader translationReader() {
			return new TranslationReader();
		}

		record Answer(String text) {
		}

		record Translation(String text) {
		}

		static class TranslationReader implements ResultReader<Translation> {

			@Override
			public Class<Translation> resultType() {
				return Translation.class;
			}

			@Override
			public void read(Translation result, VoiceSpan span) {
				span.setAttribute("translation", result.text());
			}

		}

		static class Model {

			@TracedLlmCall(name = "ask")
			Answer ask() {
				return new Answer("42");
			}

			@TracedLlmCall(name = "translate")
			Translation translate() {
				return new Translation("quarante-deux");
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenReader {

		@Bean
		@Lazy
		ResultReader<String> brokenReader() {
			throw new IllegalStateException("The bean cannot be made");
		}

	}

}
