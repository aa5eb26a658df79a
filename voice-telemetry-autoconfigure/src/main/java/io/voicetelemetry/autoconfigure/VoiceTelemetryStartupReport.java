package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.aop.VoiceTelemetryBeanPostProcessor;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Says, once the application has started, what is on, where spans go, what cannot be
 * intercepted and why, and what stands in the way of the spans.
 */
final class VoiceTelemetryStartupReport implements ApplicationListener<ApplicationStartedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(VoiceTelemetry.class);

	private static final String AGENT_CLASS = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private static final Duration OPENOBSERVE_TAKES = Duration.ofHours(5);

	private final ApplicationContext context;

	private final VoiceTelemetryProperties properties;

	private final VoiceTelemetryBeanPostProcessor postProcessor;

	private final Supplier<@Nullable OpenTelemetry> openTelemetry;

	private final Supplier<@Nullable Backends> backends;

	private final Supplier<@Nullable SpanExport> export;

	VoiceTelemetryStartupReport(ApplicationContext context, VoiceTelemetryProperties properties,
			VoiceTelemetryBeanPostProcessor postProcessor, Supplier<@Nullable OpenTelemetry> openTelemetry,
			Supplier<@Nullable Backends> backends, Supplier<@Nullable SpanExport> export) {
		this.context = context;
		this.properties = properties;
		this.postProcessor = postProcessor;
		this.openTelemetry = openTelemetry;
		this.backends = backends;
		this.export = export;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		// Events of a child context come by, too.
		if (event.getApplicationContext() != this.context) {
			return;
		}
		List<String> problems = this.postProcessor.report();
		if (!problems.isEmpty()) {
			logger.warn("{}; not, or not always, traced: {}", summary(), String.join(", ", problems));
		}
		else if (this.openTelemetry.get() == null) {
			logger.warn("{}", summary());
		}
		else if (logger.isInfoEnabled()) {
			logger.info("{}", summary());
		}
		warnOfOtherSdks();
		warnOfCredentialInTheClear();
		warnOfSpansThatOpenObserveRejects();
	}

	private void warnOfSpansThatOpenObserveRejects() {
		VoiceTelemetryProperties.Session session = this.properties.session();
		for (ConfiguredBackend backend : configured()) {
			Duration sent = DeliveryConfiguration.longestDelivery(this.properties, backend.properties());
			if (backend.name().equals(BackendPresets.OPENOBSERVE)
					&& session.trace() == VoiceTelemetryProperties.Session.Trace.SESSION
					&& session.maxDuration().plus(sent).compareTo(OPENOBSERVE_TAKES) > 0) {
				logger
					.warn("OpenObserve rejects spans that began more than 5 hours ago, and the span of a call is sent "
							+ "when it ends: calls may last {}, and delivery is tried for {}. Lower {}.session.max-duration, "
							+ "{}.export.retry.max-elapsed or spool.max-age, or set {}.session.trace=turn",
							session.maxDuration(), sent, VoiceTelemetryProperties.PREFIX,
							VoiceTelemetryProperties.PREFIX, VoiceTelemetryProperties.PREFIX);
			}
		}
	}

	private void warnOfCredentialInTheClear() {
		for (ConfiguredBackend backend : configured()) {
			String credential = Endpoints.credentialInTheClear(backend.endpoint(),
					backend.backend().headers().keySet());
			if (credential != null) {
				logger.warn("The URL of {} begins with http://, so that {} is sent to another host for all to read. "
						+ "Use https://", backend.prefix(), credential);
			}
		}
	}

	private List<ConfiguredBackend> configured() {
		Backends backends = this.backends.get();
		return (backends != null) ? backends.on() : List.of();
	}

	private String summary() {
		if (this.openTelemetry.get() == null) {
			return (this.context.getBeanNamesForType(OpenTelemetry.class).length > 1)
					? "Voice telemetry records nothing: there is more than one OpenTelemetry bean. Mark one as primary"
					: "Voice telemetry records nothing: there is no OpenTelemetry bean. Add "
							+ "spring-boot-micrometer-tracing-opentelemetry and micrometer-tracing-bridge-otel";
		}
		int methods = this.postProcessor.interceptedMethods();
		return "Voice telemetry is on: " + destinations() + "; " + methods
				+ ((methods == 1) ? " annotated method" : " annotated methods") + "; content is "
				+ (capturesContent() ? "recorded" : "not recorded") + ((this.properties.sampling().probability() < 1)
						? "; sampled at " + this.properties.sampling().probability() : "");
	}

	/**
	 * The application may have a policy of its own.
	 */
	private boolean capturesContent() {
		return this.context.getBeanProvider(ContentPolicy.class).stream().anyMatch(ContentPolicy::captures);
	}

	private String destinations() {
		SpanExport export = this.export.get();
		List<String> parts = new ArrayList<>();
		if (export != null && !export.destinations().isEmpty()) {
			parts.add("spans go to " + String.join(", ", export.destinations()));
		}
		Backends backends = this.backends.get();
		if (backends != null) {
			backends.off()
				.forEach((name, why) -> parts
					.add("nothing is sent to " + ExportProperties.PREFIX + "." + name + ": " + why));
		}
		for (ConfiguredBackend backend : configured()) {
			if (export == null || !export.sendsTo(backend.name())) {
				parts.add("nothing is sent to " + backend.prefix() + ": " + SpanExport.whyNotSent(export, backend));
			}
		}
		return parts.isEmpty() ? "no backend is set, such as " + ExportProperties.PREFIX + ".otlp.endpoint"
				: String.join("; ", parts);
	}

	private void warnOfOtherSdks() {
		if (isAgentAttached()) {
			logger.warn("The OpenTelemetry Java agent is attached: it has an SDK of its own, so voice spans and its "
					+ "spans are different traces. Set -Dotel.instrumentation.opentelemetry-api.enabled=false if "
					+ "spans of other libraries of this application shall nest, too");
		}
		else if (GlobalOpenTelemetry.isSet()) {
			logger.info("A global OpenTelemetry is set; voice spans go through the OpenTelemetry bean instead");
		}
		OpenTelemetry openTelemetry = this.openTelemetry.get();
		SpanExport export = this.export.get();
		if (openTelemetry != null && export != null) {
			export.obstaclesIn(openTelemetry).forEach((obstacle) -> logger.warn("{}", obstacle));
		}
	}

	/**
	 * The agent puts itself where the classes of the JDK are; as a mere dependency it
	 * would not be found there.
	 */
	private static boolean isAgentAttached() {
		try {
			Class.forName(AGENT_CLASS, false, null);
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

}
