package io.voicetelemetry.integration;

import io.voicetelemetry.event.SessionStart;
import io.voicetelemetry.event.SessionSummary;
import io.voicetelemetry.event.ToolMetrics;
import io.voicetelemetry.event.TurnMetrics;
import io.voicetelemetry.event.UsageSummary;
import io.voicetelemetry.event.VoiceMetrics;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;

/**
 * The ways in which applications listen.
 */
final class Listeners {

	private Listeners() {
	}

	record ToolMethod(Heard heard) {

		@EventListener
		void on(ToolMetrics metrics) {
			this.heard.add(metrics);
		}

	}

	record MetricsMethod(Heard heard) {

		@EventListener
		void on(VoiceMetrics metrics) {
			this.heard.add(metrics);
		}

	}

	record SessionMethods(Heard heard) {

		@EventListener
		void on(SessionStart session) {
			this.heard.add(session);
		}

		@EventListener
		void on(UsageSummary usage) {
			this.heard.add(usage);
		}

		@EventListener
		void on(SessionSummary session) {
			this.heard.add(session);
		}

	}

	record AnnotatedMethod(Heard heard) {

		@EventListener({ ToolMetrics.class, SessionStart.class })
		void on() {
			this.heard.add("one of them");
		}

	}

	record PayloadMethod(Heard heard) {

		@EventListener
		void on(PayloadApplicationEvent<TurnMetrics> event) {
			this.heard.add(event.getPayload());
		}

	}

	record TurnListener(Heard heard) implements ApplicationListener<PayloadApplicationEvent<TurnMetrics>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<TurnMetrics> event) {
			this.heard.add(event.getPayload());
		}

	}

	record OtherMethod(Heard heard) {

		@EventListener
		void on(ContextRefreshedEvent event) {
		}

		@EventListener
		void on(String text) {
			this.heard.add(text);
		}

	}

	record AnyPayload(Heard heard) {

		@EventListener
		void on(Object payload) {
			// Boot publishes payloads of its own.
			if (payload instanceof Record) {
				this.heard.add("any payload");
			}
		}

	}

	record AnyRecord(Heard heard) {

		@EventListener
		void on(Record payload) {
			this.heard.add("any record");
		}

	}

	record AnyEvent(Heard heard) implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (event instanceof PayloadApplicationEvent<?> published && published.getPayload() instanceof Record) {
				this.heard.add("any event");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CatchAll {

		@Bean
		AnyPayload anyPayload(Heard heard) {
			return new AnyPayload(heard);
		}

		@Bean
		AnyRecord anyRecord(Heard heard) {
			return new AnyRecord(heard);
		}

		@Bean
		AnyEvent anyEvent(Heard heard) {
			return new AnyEvent(heard);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaBean {

		@Bean
		ApplicationListener<PayloadApplicationEvent<TurnMetrics>> turns(Heard heard) {
			return (event) -> heard.add(event.getPayload());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherLambdaBean {

		@Bean
		ApplicationListener<ContextRefreshedEvent> refreshed() {
			return (event) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		@Lazy
		TurnListener turnListener(Heard heard) {
			return new TurnListener(heard);
		}

		@Bean
		@Lazy
		ToolMethod toolMethod(Heard heard) {
			return new ToolMethod(heard);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeBean {

		@Bean
		@Scope("prototype")
		TurnListener turnListener(Heard heard) {
			return new TurnListener(heard);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EverythingOfBoot {

	}

	static final class Throwing {

		@EventListener
		void on(ToolMetrics metrics) {
			throw new IllegalStateException("not today");
		}

	}

	record TellsWhenClosed(MetricsEventPublisher publisher,
			VoiceMetrics metrics) implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.publisher.onMetrics(this.metrics);
		}

	}

	/**
	 * Tells something when no bean can be made any more.
	 */
	static final class TellsWhenDestroyed implements DisposableBean {

		private @Nullable Runnable telling;

		private boolean told;

		private @Nullable Throwable failure;

		void tell(Runnable telling) {
			this.telling = telling;
		}

		boolean isTold() {
			return this.told;
		}

		@Nullable Throwable failure() {
			return this.failure;
		}

		@Override
		public void destroy() {
			if (this.telling == null) {
				return;
			}
			try {
				this.telling.run();
				this.told = true;
			}
			catch (RuntimeException ex) {
				this.failure = ex;
			}
		}

	}

}
