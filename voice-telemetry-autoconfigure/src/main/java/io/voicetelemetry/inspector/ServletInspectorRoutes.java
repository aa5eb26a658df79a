package io.voicetelemetry.inspector;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.voicetelemetry.content.JsonObject;

import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the page with Spring MVC. Who watches calls has a thread, so that one who reads
 * slowly holds up nobody else.
 *
 * @since 0.1
 */
public final class ServletInspectorRoutes implements SmartLifecycle {

	private static final int MAX_WATCHERS = 32;

	private final InspectorPages pages;

	private final String path;

	private final Set<Thread> watchers = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	/**
	 * Routes.
	 * @param pages what is served
	 * @param path where, with a slash at its beginning and none at its end
	 */
	public ServletInspectorRoutes(InspectorPages pages, String path) {
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
			.GET(this.path + "/" + ChangeEvents.PATH, this::watch)
			.GET(this.path + "/{*file}", this::answer)
			.build();
	}

	private ServerResponse answer(ServerRequest request) {
		InspectorAnswer answer = this.pages.answer(request.pathVariable("file").substring(1),
				(name) -> request.param(name).orElse(null));
		return ServerResponse.status(answer.status())
			.headers((headers) -> answer.headers().forEach(headers::set))
			.body(answer.body());
	}

	private ServerResponse watch(ServerRequest request) {
		if (!this.running || this.watchers.size() >= MAX_WATCHERS) {
			return ServerResponse.status(503).build();
		}
		return ServerResponse.sse((events) -> {
			Thread watcher = new Thread(() -> tell(events), "voice-telemetry-inspector");
			watcher.setDaemon(true);
			events.onComplete(watcher::interrupt);
			events.onError((error) -> watcher.interrupt());
			this.watchers.add(watcher);
			watcher.start();
		}, Duration.ZERO);
	}

	private void tell(ServerResponse.SseBuilder events) {
		ChangeEvents changes = new ChangeEvents(this.pages.changes());
		try {
			while (this.running) {
				Map<String, Object> next = changes.next();
				if (next != null) {
					events.event(ChangeEvents.NAME).data(JsonObject.text(next));
				}
				else if (changes.isSilent()) {
					events.comment("").send();
				}
				TimeUnit.MILLISECONDS.sleep(ChangeEvents.PAUSE_MILLIS);
			}
			events.complete();
		}
		catch (InterruptedException ex) {
			// A server that shuts down would wait for what is not complete.
			events.complete();
		}
		catch (IOException | RuntimeException ex) {
			// Nobody is there any more to be told.
			events.error(ex);
		}
		finally {
			this.watchers.remove(Thread.currentThread());
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Before the server waits for requests that are under way.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.watchers.forEach(Thread::interrupt);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
