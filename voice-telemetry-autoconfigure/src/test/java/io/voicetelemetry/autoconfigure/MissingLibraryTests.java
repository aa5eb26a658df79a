package io.voicetelemetry.autoconfigure;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.reactivex.rxjava3.core.Flowable;
import io.voicetelemetry.annotation.TracedOperation;
import io.voicetelemetry.inspector.Inspector;
import io.voicetelemetry.session.ClosableVoiceTelemetry;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Publisher;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that lack a library, or have one that is in the way: they start, and
 * record what can be recorded.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingLibraryTests {

	@Test
	void exportsWithoutAspectJAndWithoutAWebServer() throws Exception {
		assertThat(IsolatedClassPath
			.without("aspectj", "spring-boot-starter-aspectj", "spring-web", "spring-boot-starter-web",
					"spring-boot-tomcat", "spring-boot-web", "spring-boot-servlet", "tomcat-", "jackson",
					"spring-boot-jackson", "spring-boot-http-converter", "spring-boot-actuator")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void recordsNothingWithoutBootsTracing(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("spring-boot-micrometer-tracing", "spring-boot-opentelemetry")
			.call(CallInAnApplication.class)).isEqualTo(Map.of("records", false, "exports", true, "spans", List.of()));
		assertThat(output).contains("there is no OpenTelemetry bean", "spring-boot-micrometer-tracing-opentelemetry");
	}

	@Test
	void exportsNothingWithoutMicrometerAndSaysSo(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("micrometer-").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
		assertThat(output).contains("no voice span will be exported", "micrometer-tracing-bridge-otel");
	}

	@Test
	void recordsNothingWithoutTheSdk(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-sdk", "opentelemetry-exporter")
			.call(CallInAnApplication.class)).isEqualTo(Map.of("records", false, "exports", false, "spans", List.of()));
		assertThat(output).contains("there is no OpenTelemetry bean");
	}

	@Test
	void exportsNothingWithoutTheExporterAndSaysSo(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-exporter").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
		assertThat(output).contains("nothing is sent to voice.telemetry.export.otlp",
				"opentelemetry-exporter-otlp is missing");
	}

	@Test
	void exportsNothingWithoutWhatTheExporterNeedsAndSaysSo(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-sdk-extension").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
		assertThat(output).contains("opentelemetry-exporter-otlp is missing or not whole");
	}

	@Test
	void exportsWithoutAnySenderOfOpenTelemetry() throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-exporter-sender").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoHealth() throws Exception {
		assertThat(IsolatedClassPath.without("spring-boot-health").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoActuator() throws Exception {
		for (String missing : List.of("spring-boot-actuator", "spring-boot-actuator-autoconfigure")) {
			assertThat(IsolatedClassPath.without(missing).call(CallInAnApplication.class)).as(missing)
				.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
		}
	}

	@Test
	void needsNoClientOfAProvider() throws Exception {
		assertThat(IsolatedClassPath
			.without("openai-java", "anthropic-java", "bedrockruntime", "google-genai", "spring-ai")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	/**
	 * Micrometer Tracing alone exports spans, but is not needed to record.
	 */
	@Test
	void needsNoMicrometerTracingForSpringAi() throws Exception {
		assertThat(IsolatedClassPath.without("micrometer-tracing").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of()));
	}

	@Test
	void needsNoLangChain4j() throws Exception {
		assertThat(IsolatedClassPath.without("langchain4j").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoNewestClassOfALibrary() throws Exception {
		assertThat(IsolatedClassPath.without()
			.withoutClasses("com.openai.models.audio.transcriptions.TranscriptionDiarized",
					"com.openai.models.responses.Response", "dev.langchain4j.model.audio.TextToSpeechModel",
					"dev.langchain4j.model.audio.AudioTranscriptionModel")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoContextPropagation() throws Exception {
		assertThat(IsolatedClassPath.without("context-propagation").call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

	@Test
	void needsNoReactor() throws Exception {
		assertThat(IsolatedClassPath
			.without("reactor-", "reactive-streams", "spring-webflux", "spring-boot-reactor", "spring-boot-webflux",
					"spring-boot-webclient")
			.call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
	}

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

	@Test
	void followsResultsWithoutReactiveLibraries() throws Exception {
		assertThat(IsolatedClassPath
			.without("reactor", "reactive-streams", "rxjava", "kotlin", "spring-ai", "langchain4j", "openai-java",
					"spring-webflux", "spring-boot-webflux", "spring-boot-reactor", "reactor-netty")
			.call(DeferredResults.class)).containsExactlyInAnyOrder("future", "flow", "stream");
	}

	@Test
	void followsPublishersWithoutReactor() throws Exception {
		assertThat(IsolatedClassPath
			.without("reactor", "kotlin", "spring-ai", "langchain4j", "openai-java", "spring-webflux",
					"spring-boot-webflux", "spring-boot-reactor")
			.call(PublishedResults.class)).containsExactlyInAnyOrder("publisher", "flowable");
	}

	@Test
	void exportsByTheClientOfTheJdkWhenThereIsAnother(CapturedOutput output) throws Exception {
		Path other = new ClassPathResource("/other-sender").getFile().toPath();
		assertThat(IsolatedClassPath.without().with(other).call(CallInAnApplication.class))
			.isEqualTo(Map.of("records", true, "exports", true, "spans", List.of("agent_session", "work")));
		assertThat(output).doesNotContain("HttpSenderProvider");
	}

	@Test
	void doesNotStartForGrpcWithoutASender(CapturedOutput output) throws Exception {
		assertThat(IsolatedClassPath.without("opentelemetry-exporter-sender").call(GrpcApplication.class)).isFalse();
		assertThat(output).contains("'voice.telemetry.export.otlp.protocol' is 'grpc', but nothing",
				"Add io.opentelemetry:opentelemetry-exporter-sender-okhttp");
	}

	/**
	 * Whether an application that sends by gRPC starts.
	 */
	static final class GrpcApplication implements Callable<Boolean> {

		@Override
		public Boolean call() {
			try {
				TestApplication
					.run(TracedBean.class, "--voice.telemetry.export.otlp.endpoint=http://localhost:4317",
							"--voice.telemetry.export.otlp.protocol=grpc")
					.close();
				return true;
			}
			catch (RuntimeException ex) {
				return false;
			}
		}

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

	/**
	 * The spans of methods that return before their work is done, of an application with
	 * nothing but the JDK for that.
	 */
	static final class DeferredResults implements Callable<List<String>> {

		@Override
		public List<String> call() {
			return spansOf(DeferredBean.class, (context) -> {
				DeferredBean bean = context.getBean(DeferredBean.class);
				CompletableFuture<String> future = new CompletableFuture<>();
				bean.future(future);
				future.complete("");
				bean.flow((subscriber) -> subscriber.onComplete()).subscribe(new OneItem());
				bean.stream().toList();
			});
		}

	}

	static class DeferredBean {

		@TracedOperation
		CompletableFuture<String> future(CompletableFuture<String> future) {
			return future;
		}

		@TracedOperation
		Flow.Publisher<String> flow(Flow.Publisher<String> source) {
			return source;
		}

		@TracedOperation
		Stream<String> stream() {
			return Stream.of("");
		}

	}

	private static final class OneItem implements Flow.Subscriber<String> {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(1);
		}

		@Override
		public void onNext(String item) {
		}

		@Override
		public void onError(Throwable error) {
		}

		@Override
		public void onComplete() {
		}

	}

	/**
	 * The spans of methods that return publishers, of an application with RxJava alone.
	 */
	static final class PublishedResults implements Callable<List<String>> {

		@Override
		public List<String> call() {
			return spansOf(PublishingBean.class, (context) -> {
				PublishingBean bean = context.getBean(PublishingBean.class);
				Flowable.fromPublisher(bean.publisher()).blockingLast();
				bean.flowable().toList().blockingGet();
			});
		}

	}

	static class PublishingBean {

		@TracedOperation
		Publisher<String> publisher() {
			return Flowable.just("")::subscribe;
		}

		@TracedOperation
		Flowable<String> flowable() {
			return Flowable.just("");
		}

	}

	private static List<String> spansOf(Class<?> bean, Consumer<ConfigurableApplicationContext> work) {
		List<String> names = new ArrayList<>();
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			try (ConfigurableApplicationContext context = TestApplication.run(bean,
					"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint())) {
				work.accept(context);
			}
			receiver.spans().forEach((span) -> names.add(span.name()));
		}
		return names;
	}

	/**
	 * What an application with all that is there does.
	 */
	static final class CallInAnApplication implements Callable<Map<String, Object>> {

		@Override
		public Map<String, Object> call() {
			List<String> names = new ArrayList<>();
			boolean records;
			boolean exports;
			try (OtlpReceiver receiver = OtlpReceiver.start()) {
				try (ConfigurableApplicationContext context = TestApplication.run(TracedBean.class,
						"--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint())) {
					VoiceTelemetry telemetry = context.getBean(VoiceTelemetry.class);
					records = telemetry instanceof ClosableVoiceTelemetry;
					exports = context.getBeanNamesForType(SpanExport.class).length > 0;
					VoiceSession session = telemetry.session().id("call-1").start();
					session.run(() -> context.getBean(TracedBean.class).work());
				}
				receiver.spans().forEach((span) -> names.add(span.name()));
				// Each may come in a request of its own.
				Collections.sort(names);
			}
			return Map.of("records", records, "exports", exports, "spans", names);
		}

	}

}
