package io.voicetelemetry.inspector;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.voicetelemetry.content.JsonObject;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the page with Spring WebFlux. What is put together is put together outside of
 * its event loops.
 *
 * @since 0.1
 */
public final class ReactiveInspectorRoutes implements SmartLifecycle {

	private final InspectorPages pages;

	private final String path;

	private final Semaphore watchers = new Semaphore(ChangeEvents.MAX_WATCHERS);

	private volatile Sinks.@Nullable Empty<Void> stopped;

	/**
	 * Routes.
	 * @param pages what is served
	 * @param path where, with a slash at its beginning and none at its end
	 */
	public ReactiveInspectorRoutes(InspectorPages pages, String path) {
		this.pages = pages;
		this.path = path;
	}

	/**
	 * The routes.
	 * @return a router function
	 */
	public RouterFunction<ServerResponse> routes() {
		String name = this.path.substring(this.path.lastIndexOf('/') + 1);
		return RouterFunctions.route()
			// Relative, because a proxy may know the application by another path.
			.GET(this.path, (request) -> ServerResponse.status(302).location(URI.create(name + "/")).build())
			.GET(this.path + "/" + ChangeEvents.PATH, (request) -> watch())
			.GET(this.path + "/{*file}", this::answer)
			.build();
	}

	private Mono<ServerResponse> answer(ServerRequest request) {
		return Mono
			.fromCallable(() -> this.pages.answer(request.pathVariable("file").substring(1),
					(name) -> request.queryParam(name).orElse(null)))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((answer) -> ServerResponse.status(answer.status())
				.headers((headers) -> answer.headers().forEach(headers::set))
				.bodyValue(answer.body()));
	}

	private Mono<ServerResponse> watch() {
		Sinks.Empty<Void> stop = this.stopped;
		if (stop == null || this.watchers.availablePermits() == 0) {
			return ServerResponse.status(503).build();
		}
		return ServerResponse.ok()
			.headers((headers) -> InspectorAnswer.guards().forEach(headers::set))
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.body(BodyInserters.fromServerSentEvents(events(stop.asMono())));
	}

	private Publisher<ServerSentEvent<String>> events(Mono<Void> stop) {
		return Flux.defer(() -> {
			if (!this.watchers.tryAcquire()) {
				// Somebody else was faster.
				return Flux.<ServerSentEvent<String>>empty();
			}
			ChangeEvents changes = new ChangeEvents(this.pages.changes());
			return Flux
				.interval(Duration.ZERO, Duration.ofMillis(ChangeEvents.PAUSE_MILLIS), Schedulers.boundedElastic())
				.onBackpressureDrop()
				.concatMap((tick) -> Mono.fromCallable(() -> event(changes)).subscribeOn(Schedulers.boundedElastic()),
						1)
				.doFinally((signal) -> this.watchers.release());
		}).takeUntilOther(stop);
	}

	private static @Nullable ServerSentEvent<String> event(ChangeEvents changes) {
		Map<String, Object> next = changes.next();
		if (next != null) {
			return ServerSentEvent.builder(JsonObject.text(next)).event(ChangeEvents.NAME).build();
		}
		return changes.isSilent() ? ServerSentEvent.<String>builder().comment("").build() : null;
	}

	@Override
	public void start() {
		this.stopped = Sinks.empty();
	}

	/**
	 * Before the server waits for requests that are under way.
	 */
	@Override
	public void stop() {
		Sinks.Empty<Void> stop = this.stopped;
		this.stopped = null;
		if (stop != null) {
			stop.tryEmitEmpty();
		}
	}

	@Override
	public boolean isRunning() {
		return this.stopped != null;
	}

}
