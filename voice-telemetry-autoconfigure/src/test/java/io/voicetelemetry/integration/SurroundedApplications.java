package io.voicetelemetry.integration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Hooks;

/**
 * The applications of a test class, one in each surrounding: started when a test first
 * asks for it, and closed with the class. For a static field with
 * {@code @RegisterExtension}.
 * <p>
 * Each test finds no spans of those before it, nor anything of theirs at the endpoints,
 * and its calls have to be whole when it is over ({@link WholeCalls}).
 */
public final class SurroundedApplications implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	private final List<Class<?>> sources;

	private final List<String> properties = new ArrayList<>();

	private final Map<Surrounding, SurroundedApplication> started = new EnumMap<>(Surrounding.class);

	private SurroundedApplications(List<Class<?>> sources) {
		this.sources = sources;
	}

	/**
	 * Applications of some configuration and components.
	 */
	public static SurroundedApplications of(Class<?>... sources) {
		return new SurroundedApplications(List.of(sources));
	}

	/**
	 * Gives them properties, each like {@code name=value}.
	 * @return this
	 */
	public SurroundedApplications with(String... properties) {
		this.properties.addAll(List.of(properties));
		return this;
	}

	/**
	 * The application in a surrounding.
	 */
	public SurroundedApplication in(Surrounding surrounding) {
		surrounding.assumePlayed();
		SurroundedApplication application = this.started.computeIfAbsent(surrounding,
				(missing) -> missing.start(this.sources, this.properties.toArray(new String[0])));
		application.takeReactor();
		return application;
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.started.values().forEach((application) -> {
			application.forgetSpans();
			application.context().getBeansOfType(OpenAiEndpoint.class).values().forEach(OpenAiEndpoint::forget);
		});
	}

	@Override
	public void afterEach(ExtensionContext context) {
		// Boot switches it on for the process.
		Hooks.disableAutomaticContextPropagation();
		if (context.getExecutionException().isEmpty()) {
			this.started.values().forEach((application) -> WholeCalls.await(application::spans));
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.started.values().forEach(SurroundedApplication::close);
		this.started.clear();
	}

}
