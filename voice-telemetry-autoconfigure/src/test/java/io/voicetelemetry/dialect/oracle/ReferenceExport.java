package io.voicetelemetry.dialect.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedRequest;
import io.voicetelemetry.test.ReceivedSpan;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The {@link ReferenceCall}, played in an application that is configured for one or
 * several products, and what arrived of it.
 */
final class ReferenceExport {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ReferenceCall call;

	private final Map<String, List<ReceivedSpan>> spans = new LinkedHashMap<>();

	private final Map<String, List<ReceivedRequest>> requests = new LinkedHashMap<>();

	private ReferenceExport(ReferenceCall call) {
		this.call = call;
	}

	/**
	 * Plays the call.
	 * @param backends the names of the backends, with the properties of each, given the
	 * URL of its receiver without a path
	 */
	static ReferenceExport of(Map<String, Function<String, List<String>>> backends) {
		Map<String, OtlpReceiver> receivers = new LinkedHashMap<>();
		List<String> properties = new ArrayList<>(List.of("--spring.application.name=clinic-line",
				"--voice.telemetry.content.capture=full", "--voice.telemetry.log-metrics=false",
				"--management.opentelemetry.resource-attributes[deployment.environment.name]=Production",
				"--management.opentelemetry.resource-attributes[service.version]=1.4"));
		try {
			backends.forEach((name, configuration) -> {
				OtlpReceiver receiver = OtlpReceiver.start();
				receivers.put(name, receiver);
				String url = receiver.endpoint().replace("/v1/traces", "");
				configuration.apply(url)
					.forEach((property) -> properties.add("--voice.telemetry.export." + name + "." + property));
			});
			ReferenceExport export = play(properties, receivers);
			receivers.forEach((name, receiver) -> {
				export.spans.put(name, receiver.spans());
				export.requests.put(name, receiver.requests());
			});
			return export;
		}
		finally {
			receivers.values().forEach(OtlpReceiver::close);
		}
	}

	private static ReferenceExport play(List<String> properties, Map<String, OtlpReceiver> receivers) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		try (ConfigurableApplicationContext context = application.run(properties.toArray(new String[0]))) {
			ReferenceCall call = ReferenceCall.play(context.getBean(VoiceTelemetry.class));
			receivers.forEach((name, receiver) -> await(name).atMost(PATIENCE)
				.untilAsserted(() -> assertThat(receiver.spans()).extracting(ReceivedSpan::spanId)
					.contains(call.spanId(Moment.SESSION), call.spanId(Moment.LLM_CALL_OUTSIDE))));
			return new ReferenceExport(call);
		}
	}

	ReferenceCall call() {
		return this.call;
	}

	List<ReceivedSpan> spans(String backend) {
		return this.spans.getOrDefault(backend, List.of());
	}

	List<ReceivedRequest> requests(String backend) {
		return this.requests.getOrDefault(backend, List.of());
	}

	/** One with spans, for meters may be sent, too. */
	ReceivedRequest request(String backend) {
		return requests(backend).stream().filter((request) -> request.spanCount() > 0).findFirst().orElseThrow();
	}

	/** The attributes, and those of resource and events, that a backend was sent. */
	Set<String> keys(String backend) {
		return spans(backend).stream().flatMap((span) -> {
			List<String> keys = new ArrayList<>(span.attributes().keySet());
			keys.addAll(span.resourceAttributes().keySet());
			span.events().forEach((event) -> keys.addAll(event.attributes().keySet()));
			return keys.stream();
		}).collect(Collectors.toSet());
	}

	/**
	 * Everything that Boot configures by itself, and nothing else.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
