package io.voicetelemetry.inspector;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.voicetelemetry.content.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the page with Spring MVC. Who watches calls keeps the thread of the request, as
 * any response that takes long: what threads of one's own write to a browser that has
 * gone away can cut off somebody else's response.
 *
 * @since 0.1
 */
public final class ServletInspectorRoutes implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ServletInspectorRoutes.class);

	private final InspectorPages pages;

	private final String path;

	private final Semaphore watchers = new Semaphore(ChangeEvents.MAX_WATCHERS);

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
		return ServerResponse.ok()
			.headers((headers) -> InspectorAnswer.guards().forEach(headers::set))
			.contentType(MediaType.TEXT_EVENT_STREAM)
			.build((servletRequest, response) -> {
				if (this.watchers.tryAcquire()) {
					try {
						tell(response);
					}
					finally {
						this.watchers.release();
					}
				}
				else {
					response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
				}
				return null;
			});
	}

	private void tell(HttpServletResponse response) {
		ChangeEvents changes = new ChangeEvents(this.pages.changes());
		try {
			OutputStream body = response.getOutputStream();
			while (this.running) {
				Map<String, Object> next = changes.next();
				if (next != null) {
					send(body, "event: " + ChangeEvents.NAME + "\ndata: " + JsonObject.text(next) + "\n\n");
				}
				else if (changes.isSilent()) {
					send(body, ":\n\n");
				}
				pause();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			// Nobody is there any more to be told.
			logger.trace("A page no longer watches", ex);
		}
	}

	private static void send(OutputStream body, String event) throws IOException {
		body.write(event.getBytes(StandardCharsets.UTF_8));
		body.flush();
	}

	private void pause() throws InterruptedException {
		synchronized (this.watchers) {
			if (this.running) {
				this.watchers.wait(ChangeEvents.PAUSE_MILLIS);
			}
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
		synchronized (this.watchers) {
			this.running = false;
			this.watchers.notifyAll();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
