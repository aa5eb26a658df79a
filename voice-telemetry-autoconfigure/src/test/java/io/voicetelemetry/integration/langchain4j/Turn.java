package io.voicetelemetry.integration.langchain4j;

import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Work in a reply of a call, in applications that have models: one for a test class in
 * each surrounding. For a static field with {@code @RegisterExtension}.
 */
final class Turn implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	private final OpenAiEndpoint endpoint;

	private final SurroundedApplications applications;

	private Turn(OpenAiEndpoint endpoint, SurroundedApplications applications) {
		this.endpoint = endpoint;
		this.applications = applications;
	}

	/**
	 * In applications with these sources beside the models.
	 * @param endpoint what the models ask, which is closed with the class
	 */
	static Turn at(OpenAiEndpoint endpoint, Class<?>... sources) {
		List<Class<?>> all = new ArrayList<>(List.of(sources));
		all.add(Models.class);
		return new Turn(endpoint, SurroundedApplications.of(all.toArray(new Class<?>[0]))
			.with(Models.ENDPOINT + "=" + endpoint.baseUrl()));
	}

	Turn with(String... properties) {
		this.applications.with(properties);
		return this;
	}

	Turn capturing() {
		return with("voice.telemetry.content.capture=full");
	}

	/**
	 * Does the work and hands back the spans of the call.
	 */
	Spans run(Surrounding surrounding, SurroundedApplication.Work work) throws Exception {
		return runOutsideCalls(surrounding, (context) -> {
			VoiceSession session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
			try {
				session.startAgentTurn().call(() -> {
					work.run(context);
					return "";
				});
			}
			finally {
				session.end();
			}
		});
	}

	/**
	 * Does the work outside any call.
	 */
	Spans runOutsideCalls(Surrounding surrounding, SurroundedApplication.Work work) throws Exception {
		SurroundedApplication application = this.applications.in(surrounding);
		application.run(work);
		return new Spans(application.spans());
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.endpoint.forget();
		this.applications.beforeEach(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.applications.afterEach(context);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.applications.afterAll(context);
		this.endpoint.close();
	}

}
