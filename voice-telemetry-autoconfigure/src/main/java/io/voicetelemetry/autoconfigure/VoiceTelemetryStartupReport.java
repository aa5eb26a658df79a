package io.voicetelemetry.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.aop.VoiceTelemetryBeanPostProcessor;
import io.voicetelemetry.content.ContentCapture;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.util.ClassUtils;

/**
 * Says, once the application has started, what is on, where spans go, what cannot be
 * intercepted and why, and what stands in the way of the spans.
 */
final class VoiceTelemetryStartupReport implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private static final String AGENT_CLASS = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private final VoiceTelemetryProperties properties;

	private final VoiceTelemetryBeanPostProcessor postProcessor;

	private final Supplier<@Nullable OpenTelemetry> openTelemetry;

	private final Supplier<@Nullable SpanExport> export;

	VoiceTelemetryStartupReport(VoiceTelemetryProperties properties, VoiceTelemetryBeanPostProcessor postProcessor,
			Supplier<@Nullable OpenTelemetry> openTelemetry, Supplier<@Nullable SpanExport> export) {
		this.properties = properties;
		this.postProcessor = postProcessor;
		this.openTelemetry = openTelemetry;
		this.export = export;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		List<String> problems = this.postProcessor.report();
		String summary = summary();
		if (problems.isEmpty()) {
			logger.info("{}", summary);
		}
		else {
			logger.warn("{}; not, or not always, traced: {}", summary, String.join(", ", problems));
		}
		warnOfOtherSdks();
	}

	private String summary() {
		OpenTelemetry openTelemetry = this.openTelemetry.get();
		if (openTelemetry == null) {
			return "Voice telemetry records nothing: there is no OpenTelemetry bean. "
					+ "Add spring-boot-micrometer-tracing-opentelemetry and micrometer-tracing-bridge-otel";
		}
		SpanExport export = this.export.get();
		List<String> destinations = (export != null) ? export.destinations() : List.of();
		return "Voice telemetry is on: "
				+ (destinations.isEmpty()
						? "no backend is set, such as " + VoiceTelemetryProperties.Otlp.PREFIX + ".endpoint"
						: "spans go to " + String.join(", ", destinations))
				+ "; " + this.postProcessor.interceptedMethods() + " annotated methods; content is "
				+ ((this.properties.content().capture() == ContentCapture.NONE) ? "not recorded" : "recorded")
				+ ((this.properties.sampling().probability() < 1)
						? "; sampled at " + this.properties.sampling().probability() : "");
	}

	private void warnOfOtherSdks() {
		if (ClassUtils.isPresent(AGENT_CLASS, ClassLoader.getSystemClassLoader())) {
			logger.warn("The OpenTelemetry Java agent is attached: it has an SDK of its own, so voice spans and its "
					+ "spans are different traces. Set -Dotel.instrumentation.opentelemetry-api.enabled=false if "
					+ "spans of other libraries of this application shall nest, too");
		}
		else if (GlobalOpenTelemetry.isSet()) {
			logger.info("A global OpenTelemetry is set; voice spans go through the OpenTelemetry bean instead");
		}
		OpenTelemetry openTelemetry = this.openTelemetry.get();
		SpanExport export = this.export.get();
		if (openTelemetry != null && export != null && !export.destinations().isEmpty()
				&& !export.isReachedFrom(openTelemetry)) {
			logger.warn("The application's own OpenTelemetry or SdkTracerProvider bean does not use its SpanProcessor "
					+ "beans: no voice span will be exported. Add the VoiceSpanProcessor bean to its tracer provider, "
					+ "and a VoiceSampler around its sampler");
		}
	}

}
