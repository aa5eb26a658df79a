package io.voicetelemetry.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.session.TelemetryAttributes;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running application in which a test does its work, each piece inside a request of its
 * own if there is a web server.
 */
public final class SurroundedApplication implements AutoCloseable {

	/** The trace of the requests unless something else is said. */
	public static final String REQUEST_TRACE = "0af7651916cd43dd8448eb211c80319c";

	/**
	 * What a request says of its trace: it is not kept, so the span of the request is
	 * not.
	 */
	private static final String UNSAMPLED = "00-" + REQUEST_TRACE + "-b7ad6b7169203331-00";

	private static final String SAMPLED = "00-" + REQUEST_TRACE + "-b7ad6b7169203331-01";

	private static final int PATIENCE_MILLIS = 120_000;

	private final ConfigurableApplicationContext context;

	private final WebApplicationType type;

	private final Everything everything;

	private volatile String traceparent = UNSAMPLED;

	SurroundedApplication(ConfigurableApplicationContext context, WebApplicationType type) {
		this.context = context;
		this.type = type;
		this.everything = context.getBean(Everything.class);
	}

	/**
	 * Has the spans of the requests kept from now on: they are {@code SERVER} spans of
	 * the trace {@link #REQUEST_TRACE}.
	 * @return this
	 */
	public SurroundedApplication keepingRequests() {
		this.traceparent = SAMPLED;
		return this;
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Does work that may block.
	 * @param work the work
	 * @throws Exception what the work threw
	 */
	public void run(Work work) throws Exception {
		call((context) -> {
			work.run(context);
			return "";
		});
	}

	/**
	 * Does work that may block.
	 * @param work the work
	 * @return its result
	 * @throws Exception what the work threw
	 */
	public <T> T call(WorkWithResult<T> work) throws Exception {
		AtomicReference<@Nullable T> result = new AtomicReference<>();
		request(new Handling("blocking", (context) -> {
			result.set(work.call(context));
			return Mono.empty();
		}));
		return Objects.requireNonNull(result.get(), "result");
	}

	/**
	 * Does reactive work: the handler of the request returns its publisher, so that it is
	 * subscribed to in the Reactor context of the request.
	 * @param work makes the publisher; must not block
	 * @return what the publisher published
	 * @throws Exception what it failed with
	 */
	public <T> List<T> subscribe(Function<ApplicationContext, Publisher<T>> work) throws Exception {
		AtomicReference<@Nullable List<T>> result = new AtomicReference<>();
		request(new Handling("reactive",
				(context) -> Flux.from(work.apply(context)).collectList().doOnNext(result::set)));
		return Objects.requireNonNull(result.get(), "result");
	}

	/**
	 * All spans that were kept and have ended.
	 * @return the spans, in the order in which they ended
	 */
	public List<SpanData> spans() {
		return List.copyOf(this.everything.spans.kept);
	}

	/**
	 * Forgets the spans that were kept.
	 */
	void forgetSpans() {
		this.everything.spans.kept.clear();
	}

	/**
	 * Has Reactor take contexts along as this application wants it: Boot only ever
	 * switches it on, for the process.
	 */
	void takeReactor() {
		if ("auto".equals(this.context.getEnvironment().getProperty("spring.reactor.context-propagation"))) {
			Hooks.enableAutomaticContextPropagation();
		}
		else {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	/**
	 * The voice spans that have ended.
	 * @return the spans, in the order in which they ended
	 */
	public List<SpanData> voiceSpans() {
		return spans().stream()
			.filter((span) -> span.getAttributes().get(TelemetryAttributes.STAGE.key()) != null)
			.toList();
	}

	/**
	 * The voice spans of a stage that have ended.
	 * @param stage the stage's name, {@code llm_request} say
	 * @return the spans, in the order in which they ended
	 */
	public List<SpanData> stage(String stage) {
		AttributeKey<String> key = TelemetryAttributes.STAGE.key();
		return spans().stream().filter((span) -> stage.equals(span.getAttributes().get(key))).toList();
	}

	/**
	 * The only voice span of a stage.
	 * @param stage the stage's name
	 * @return the span
	 */
	public SpanData only(String stage) {
		List<SpanData> spans = stage(stage);
		assertThat(spans).as(stage).hasSize(1);
		return spans.get(0);
	}

	/**
	 * Ends it, and sees that its calls were whole, also those that end with it.
	 */
	@Override
	public void close() {
		if (this.context.isActive()) {
			this.context.close();
			WholeCalls.await(this::spans);
		}
	}

	private void request(Handling handling) throws Exception {
		if (this.type == WebApplicationType.NONE) {
			handling.handle(this.context).block(Duration.ofMillis(PATIENCE_MILLIS));
		}
		else {
			int number = this.everything.numbers.incrementAndGet();
			this.everything.pending.put(number, handling);
			try {
				get("/" + handling.kind + "/" + number);
			}
			finally {
				this.everything.pending.remove(number);
			}
		}
		try {
			handling.done.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	/**
	 * By hand: the OpenTelemetry Java agent would put a trace of its own on the request
	 * of any client that it knows.
	 */
	private void get(String path) {
		int port = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\ntraceparent: "
				+ this.traceparent + "\r\n\r\n";
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(PATIENCE_MILLIS);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(response).startsWith("HTTP/1.1 200 ");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Work that may block.
	 */
	public interface Work {

		void run(ApplicationContext context) throws Exception;

	}

	/**
	 * Work that may block and has a result.
	 */
	public interface WorkWithResult<T> {

		T call(ApplicationContext context) throws Exception;

	}

	/**
	 * Keeps what an exporter would be given, also when it is shut down.
	 */
	private static final class Spans implements SpanProcessor {

		private final List<SpanData> kept = new CopyOnWriteArrayList<>();

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			if (span.getSpanContext().isSampled()) {
				this.kept.add(span.toSpanData());
			}
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/**
	 * Everything that Boot configures by itself, and what keeps the spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

		private final Spans spans = new Spans();

		private final AtomicInteger numbers = new AtomicInteger();

		private final ConcurrentHashMap<Integer, Handling> pending = new ConcurrentHashMap<>();

		@Bean
		SpanProcessor surroundedSpanProcessor() {
			return this.spans;
		}

		Mono<String> handle(int number, ApplicationContext context) {
			return Objects.requireNonNull(this.pending.get(number), "handling").handle(context);
		}

	}

	@RestController
	static class MvcEndpoint {

		private final Everything everything;

		private final ApplicationContext context;

		MvcEndpoint(Everything everything, ApplicationContext context) {
			this.everything = everything;
			this.context = context;
		}

		@GetMapping("/blocking/{number}")
		String blocking(@PathVariable("number") int number) {
			return Objects.requireNonNull(this.everything.handle(number, this.context).block());
		}

		@GetMapping("/reactive/{number}")
		Mono<String> reactive(@PathVariable("number") int number) {
			return this.everything.handle(number, this.context);
		}

	}

	@RestController
	static class WebFluxEndpoint {

		private final Everything everything;

		private final ApplicationContext context;

		WebFluxEndpoint(Everything everything, ApplicationContext context) {
			this.everything = everything;
			this.context = context;
		}

		/**
		 * With {@code handle} the span of the request is current while the work is done,
		 * whatever {@code spring.reactor.context-propagation} is.
		 */
		@GetMapping("/blocking/{number}")
		Mono<String> blocking(@PathVariable("number") int number) {
			return Mono.just(number)
				.publishOn(Schedulers.boundedElastic())
				.<String>handle((value, sink) -> sink
					.next(Objects.requireNonNull(this.everything.handle(value, this.context).block())));
		}

		@GetMapping("/reactive/{number}")
		Mono<String> reactive(@PathVariable("number") int number) {
			return this.everything.handle(number, this.context);
		}

	}

}
