package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.autoconfigure.VoiceTelemetryExportAutoConfiguration.Pipelines;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.inspector.Inspector;
import io.voicetelemetry.inspector.InspectorPages;
import io.voicetelemetry.inspector.ReactiveInspectorRoutes;
import io.voicetelemetry.inspector.ServletInspectorRoutes;
import io.voicetelemetry.inspector.VoiceSessionsEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Auto-configuration of the inspector: what keeps the last calls in memory, the page that
 * shows them, and the actuator endpoint {@code voicesessions}. Nothing of it is there
 * unless it is switched on.
 *
 * @since 0.1
 */
@AutoConfiguration(before = VoiceTelemetryExportAutoConfiguration.class)
@ConditionalOnClass({ SdkTracerProvider.class, OpenTelemetrySdk.class })
@ConditionalOnProperty(prefix = VoiceTelemetryProperties.PREFIX, name = "enabled", matchIfMissing = true)
@ConditionalOnProperty(prefix = InspectorProperties.PREFIX, name = "enabled")
@EnableConfigurationProperties(InspectorProperties.class)
public final class VoiceTelemetryInspectorAutoConfiguration {

	private static final Log logger = LogFactory.getLog(VoiceTelemetryInspectorAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	Inspector voiceInspector(InspectorProperties properties, VoiceTelemetryProperties telemetry,
			ObjectProvider<ContentPolicy> content) {
		return new Inspector(properties.limits(), () -> telemetry.userId().applyTo(content.getObject()));
	}

	@Bean
	Pipelines voiceInspectorPipelines(Inspector inspector) {
		return new Pipelines(List.of(inspector), Map.of());
	}

	/**
	 * Who puts a span processor together chooses its pipelines, too, but may not know
	 * that the inspector is one.
	 */
	@Bean
	SmartInitializingSingleton voiceInspectorReport(Inspector inspector, ObjectProvider<VoiceSpanProcessor> processor) {
		return () -> {
			if (processor.stream().noneMatch((each) -> each.pipelines().contains(inspector))) {
				logger.warn("The inspector shows no calls: the application has a VoiceSpanProcessor of its own. "
						+ "Put the Inspector bean among its pipelines, or set " + InspectorProperties.PREFIX
						+ ".enabled=false");
			}
		};
	}

	@Bean
	InspectorPages voiceInspectorPages(Inspector inspector) {
		return new InspectorPages(inspector.sessions());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(RouterFunction.class)
	static class Servlet {

		@Bean
		ServletInspectorRoutes voiceServletInspectorRoutes(InspectorPages pages, InspectorProperties properties) {
			return new ServletInspectorRoutes(pages, properties.path());
		}

		@Bean
		RouterFunction<ServerResponse> voiceInspectorRouterFunction(ServletInspectorRoutes routes) {
			return routes.routes();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(org.springframework.web.reactive.function.server.RouterFunction.class)
	static class Reactive {

		@Bean
		ReactiveInspectorRoutes voiceReactiveInspectorRoutes(InspectorPages pages, InspectorProperties properties) {
			return new ReactiveInspectorRoutes(pages, properties.path());
		}

		@Bean
		org.springframework.web.reactive.function.server.RouterFunction<org.springframework.web.reactive.function.server.ServerResponse> voiceInspectorRouterFunction(
				ReactiveInspectorRoutes routes) {
			return routes.routes();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class Actuator {

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean
		VoiceSessionsEndpoint voiceSessionsEndpoint(Inspector inspector, InspectorProperties properties) {
			return new VoiceSessionsEndpoint(
					properties.showContent() ? inspector.sessions() : inspector.sessions().withoutContent());
		}

	}

}
