package io.voicetelemetry.inspector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;

import io.voicetelemetry.content.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The page, what belongs to it, and what it asks for. Thread-safe.
 *
 * @since 0.1
 */
public final class InspectorPages {

	/** All files there are: no path of a request reaches anything else. */
	private static final Map<String, String> FILES = Map.ofEntries(Map.entry("index.html", "text/html;charset=utf-8"),
			Map.entry("inspector.css", "text/css;charset=utf-8"), script("main"), script("api"), script("compare"),
			script("dom"), script("format"), script("lanes"), script("list"), script("model"), script("session"),
			script("stages"));

	private static final InspectorAnswer NOT_FOUND = InspectorAnswer.json(404, "{}");

	private final InspectedSessions sessions;

	/**
	 * The page.
	 * @param sessions what it shows
	 */
	public InspectorPages(InspectedSessions sessions) {
		this.sessions = sessions;
	}

	private static Map.Entry<String, String> script(String name) {
		return Map.entry(name + ".js", "text/javascript;charset=utf-8");
	}

	/**
	 * Answers a request.
	 * @param path what is asked for, below the page's own path and without a slash at its
	 * beginning
	 * @param parameter the parameters of the request, by name
	 */
	InspectorAnswer answer(String path, Function<String, @Nullable String> parameter) {
		String key = parameter.apply("key");
		return switch (path) {
			case "api/sessions" -> InspectorAnswer.json(200, JsonObject.text(this.sessions.list()));
			case "api/session" -> session((key != null) ? key : "", since(parameter.apply("since")));
			case "api/otlp" -> download((key != null) ? key : "");
			default -> file(path.isEmpty() ? "index.html" : path);
		};
	}

	private static int since(@Nullable String since) {
		try {
			return (since != null) ? Integer.parseInt(since) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private InspectorAnswer session(String key, int since) {
		Map<String, Object> session = this.sessions.find(key, since);
		return (session != null) ? InspectorAnswer.json(200, JsonObject.text(session)) : NOT_FOUND;
	}

	private InspectorAnswer download(String key) {
		String otlp = this.sessions.otlpJson(key);
		// A key that is known is an id of a span.
		return (otlp != null) ? InspectorAnswer.json(200, otlp)
			.with("Content-Disposition", "attachment; filename=\"session-" + key + ".json\"") : NOT_FOUND;
	}

	private static InspectorAnswer file(String name) {
		String contentType = FILES.get(name);
		if (contentType == null) {
			return NOT_FOUND;
		}
		try (InputStream file = InspectorPages.class.getResourceAsStream("page/" + name)) {
			return (file != null) ? InspectorAnswer.of(200, contentType, file.readAllBytes()) : NOT_FOUND;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	InspectedChanges changes() {
		return this.sessions.changes();
	}

}
