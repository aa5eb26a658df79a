package io.voicetelemetry.autoconfigure;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.voicetelemetry.inspector.Inspector;
import io.voicetelemetry.session.VoiceTelemetry;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that lack a library, and the page that shows their calls.
 */
class MissingLibraryInspectorTests {

	@Test
	void inspectsCallsWithoutAWebAndWithoutActuator() throws Exception {
		assertThat(IsolatedClassPath
			.without("spring-web", "spring-boot-web", "spring-boot-starter-web", "spring-boot-servlet", "tomcat-",
					"spring-boot-tomcat", "jakarta.servlet", "reactor-", "spring-boot-reactor", "jackson",
					"spring-boot-jackson", "spring-boot-http-converter", "spring-boot-actuator")
			.call(InspectedApplication.class)).isEqualTo("call-1");
	}

	@Test
	void inspectsCallsWithoutWebFlux() throws Exception {
		assertThat(IsolatedClassPath
			.without("reactor-", "reactive-streams", "spring-webflux", "spring-boot-webflux",
					"spring-boot-starter-webflux", "spring-boot-reactor", "jackson", "spring-boot-jackson",
					"spring-boot-actuator")
			.call(ServletInspectorApplication.class)).isEqualTo("200 200");
	}

	@Test
	void inspectsCallsWithoutServlets() throws Exception {
		assertThat(IsolatedClassPath.without("spring-webmvc", "spring-boot-webmvc", "spring-boot-starter-webmvc",
				"spring-boot-servlet", "jakarta.servlet", "tomcat-", "spring-boot-tomcat", "spring-boot-starter-tomcat",
				"spring-websocket", "spring-boot-websocket", "jackson", "spring-boot-jackson", "spring-boot-actuator")
			.call(ReactiveInspectorApplication.class)).isEqualTo("200 200");
	}

	private static ConfigurableApplicationContext inspected(WebApplicationType type) {
		ConfigurableApplicationContext context = TestApplication.of(type)
			.run("--voice.telemetry.inspector.enabled=true");
		context.getBean(VoiceTelemetry.class).session().id("call-1").start().end();
		return context;
	}

	/**
	 * The id of the call that an application without a web server has kept.
	 */
	static final class InspectedApplication implements Callable<String> {

		@Override
		public String call() {
			try (ConfigurableApplicationContext context = inspected(WebApplicationType.NONE)) {
				List<?> rows = (List<?>) context.getBean(Inspector.class).sessions().list().get("sessions");
				return String.valueOf(((Map<?, ?>) rows.get(0)).get("id"));
			}
		}

	}

	private static String statuses(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = inspected(type)) {
			String page = "http://127.0.0.1:" + TestApplication.portOf(context) + "/voice-telemetry/";
			List<String> statuses = new ArrayList<>();
			for (String path : List.of("api/sessions", "api/changes")) {
				HttpResponse<InputStream> answer = HttpClient.newHttpClient()
					.send(HttpRequest.newBuilder(URI.create(page + path)).build(),
							HttpResponse.BodyHandlers.ofInputStream());
				try (InputStream body = answer.body()) {
					statuses.add(String.valueOf((body.read() >= 0) ? answer.statusCode() : 0));
				}
			}
			return String.join(" ", statuses);
		}
	}

	/**
	 * What the page is answered by Tomcat.
	 */
	static final class ServletInspectorApplication implements Callable<String> {

		@Override
		public String call() throws Exception {
			// There is one factory in a process, and another Tomcat may have set it.
			TomcatURLStreamHandlerFactory.disable();
			return statuses(WebApplicationType.SERVLET);
		}

	}

	/**
	 * What the page is answered by Netty.
	 */
	static final class ReactiveInspectorApplication implements Callable<String> {

		@Override
		public String call() throws Exception {
			return statuses(WebApplicationType.REACTIVE);
		}

	}

}
