package io.voicetelemetry.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.voicetelemetry.session.VoiceTelemetry;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * An application with the starter, under load, for a process of its own that is to be
 * ended. Which spans have ended is noted in a file.
 */
final class ChildApplication {

	/** What it prints when it is under load. */
	static final String READY = "The child is ready";

	private ChildApplication() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		SpringApplication.run(Beans.class, arguments);
		System.out.println(READY);
		new CountDownLatch(1).await();
	}

	/**
	 * What the application has.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Beans {

		@Bean
		SdkTracerProviderBuilderCustomizer sequentialSpanIds() {
			return (builder) -> builder.setIdGenerator(new SequentialSpanIds());
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		EndedSpans endedSpans(@Value("${child.file}") Path file, @Value("${child.base-millis}") long baseMillis)
				throws IOException {
			return EndedSpans.in(file, baseMillis);
		}

		@Bean
		Calls calls(VoiceTelemetry telemetry, @Value("${child.sessions}") int sessions,
				@Value("${child.rate}") double rate) {
			return new Calls(telemetry, sessions, rate);
		}

	}

	/**
	 * Its calls, which are open when it is stopped.
	 */
	static final class Calls implements ApplicationRunner, DisposableBean {

		private final VoiceLoad load;

		Calls(VoiceTelemetry telemetry, int sessions, double rate) {
			this.load = VoiceLoad.of(telemetry, sessions, rate, 1);
		}

		@Override
		public void run(ApplicationArguments arguments) {
			this.load.start();
		}

		@Override
		public void destroy() {
			this.load.stop();
		}

	}

}
