package io.voicetelemetry.autoconfigure;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.voicetelemetry.aop.VoiceTelemetryBeanPostProcessor;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.content.ContentRedactor;
import io.voicetelemetry.integration.MetricsEventPublisher;
import io.voicetelemetry.integration.actuator.Interception;
import io.voicetelemetry.integration.propagation.RemoteCalls;
import io.voicetelemetry.logging.MetricsLog;
import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.ResultReader;
import io.voicetelemetry.session.SessionOptions;
import io.voicetelemetry.session.UserIdAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.session.VoiceTelemetryBuilder;
import io.voicetelemetry.usage.UsageCollector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@link VoiceTelemetry} and of the annotations. The telemetry
 * records with the application's {@link OpenTelemetry}, whoever made it; without one, and
 * with {@code voice.telemetry.enabled=false}, it does nothing, and disabled there is no
 * proxy and no thread either.
 *
 * @since 0.1
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration" },
		after = VoiceTelemetryExportAutoConfiguration.class)
@EnableConfigurationProperties({ VoiceTelemetryProperties.class, PresetProperties.class, PropagationProperties.class })
public final class VoiceTelemetryAutoConfiguration {

	static Attributes staticAttributes(VoiceTelemetryProperties properties) {
		AttributesBuilder attributes = Attributes.builder();
		properties.attributes().forEach(attributes::put);
		return UserIdAttributes.pseudonymous(attributes.build(), properties.userId().applyTo(ContentPolicy.none()));
	}

	// Nested configurations come before the bean methods of the class they are nested in.
	@Bean
	@ConditionalOnMissingBean
	VoiceTelemetry noopVoiceTelemetry() {
		return VoiceTelemetry.noop();
	}

	@Bean
	@ConditionalOnMissingBean
	RemoteCalls voiceRemoteCalls(VoiceTelemetry telemetry, PropagationProperties propagation) {
		return new RemoteCalls(telemetry, propagation.propagatedIds());
	}

	@Bean
	@ConditionalOnMissingBean
	UsageCollector voiceUsageCollector(VoiceTelemetryProperties properties) {
		return properties.enabled() ? new UsageCollector(properties.usage().maxRows()) : UsageCollector.noop();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "enabled", matchIfMissing = true)
	static class Enabled {

		@Bean
		@ConditionalOnMissingBean
		ContentPolicy voiceContentPolicy(VoiceTelemetryProperties properties,
				ObjectProvider<ContentRedactor> redactors) {
			VoiceTelemetryProperties.Content content = properties.content();
			return ContentPolicy
				.of(content.capture(), content.maxLength(), redactors.orderedStream().toList(),
						content.redaction().detected())
				.withMaxSpanLength(content.maxSpanLength());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "log-metrics", matchIfMissing = true)
		MetricsLog voiceMetricsLog() {
			return new MetricsLog();
		}

		@Bean
		@ConditionalOnMissingBean
		MetricsEventPublisher voiceMetricsEventPublisher(ApplicationContext context) {
			return new MetricsEventPublisher(context);
		}

		// Listeners of the application may use the telemetry, so it cannot be made of
		// them.
		@Bean
		@Lazy(false)
		static MetricsListenerRegistrar voiceMetricsListenerRegistrar(ConfigurableListableBeanFactory beans) {
			return new MetricsListenerRegistrar(beans);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static VoiceTelemetryBeanPostProcessor voiceTelemetryBeanPostProcessor(ObjectProvider<VoiceTelemetry> telemetry,
				ObjectProvider<ResultReader<?>> readers, ObjectProvider<ChunkReader<?>> chunkReaders,
				Environment environment) {
			VoiceTelemetryBeanPostProcessor postProcessor = new VoiceTelemetryBeanPostProcessor(telemetry::getObject,
					() -> List.copyOf(readers.orderedStream().toList()),
					() -> List.copyOf(chunkReaders.orderedStream().toList()));
			postProcessor
				.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
			return postProcessor;
		}

		@Bean
		Interception voiceAnnotationInterception(VoiceTelemetryBeanPostProcessor postProcessor) {
			return new Interception("annotations", postProcessor::methods, postProcessor::report);
		}

		@Bean
		VoiceTelemetryStartupReport voiceTelemetryStartupReport(ApplicationContext context,
				VoiceTelemetryProperties properties, VoiceTelemetryBeanPostProcessor postProcessor,
				ObjectProvider<OpenTelemetry> openTelemetry, ObjectProvider<Backends> backends,
				ObjectProvider<SpanExport> export) {
			return new VoiceTelemetryStartupReport(context, properties, postProcessor, openTelemetry::getIfUnique,
					backends::getIfAvailable, export::getIfAvailable);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "enabled", matchIfMissing = true)
	@ConditionalOnSingleCandidate(OpenTelemetry.class)
	@ConditionalOnMissingBean(VoiceTelemetry.class)
	static class Recording {

		// The OpenTelemetry is injected rather than looked up, so that this bean is
		// destroyed first: the sessions that are still open end before it does.
		@Bean
		ClosableVoiceTelemetry voiceTelemetry(VoiceTelemetryProperties properties, PropagationProperties propagation,
				OpenTelemetry openTelemetry, ContentPolicy content, UsageCollector usage,
				ObjectProvider<MetricsLog> log, ObjectProvider<MetricsEventPublisher> events,
				ObjectProvider<MetricsConsumer> consumers, ObjectProvider<SpanExport> export) {
			VoiceTelemetryProperties.Session session = properties.session();
			SpanExport flushed = session.flushOnEnd() ? export.getIfAvailable() : null;
			VoiceTelemetryBuilder builder = VoiceTelemetry.builder(openTelemetry);
			consumers.forEach((consumer) -> builder.metricsConsumer(consumer.listener()));
			log.ifAvailable((listener) -> builder.metricsListener(listener, (type) -> listener.isEnabled()));
			events.ifAvailable((listener) -> builder.metricsListener(listener, listener::isAwaited));
			return builder.metricsConsumer(usage::feed)
				.maxUsageRows(properties.usage().maxRows())
				.logContext(properties.logContext())
				.propagatedIds(propagation.propagatedIds())
				.content(properties.userId().applyTo(content))
				.attributes(staticAttributes(properties))
				.options(new SessionOptions(session.trace() == VoiceTelemetryProperties.Session.Trace.TURN,
						session.joinActiveSpan(),
						properties.attemptSpans() == VoiceTelemetryProperties.AttemptSpans.ALWAYS, session.maxIdle(),
						session.maxDuration(), session.maxOpen()))
				.onSessionEnd((flushed != null) ? flushed::flush : () -> {
				})
				.build();
		}

	}

}
