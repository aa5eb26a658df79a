package io.voicetelemetry.recipe;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;
import io.voicetelemetry.test.VoiceTraceChecker;
import io.voicetelemetry.test.VoiceTraceTree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real application with a recipe in it, and the backend that it sends its spans to.
 */
final class RecipeApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OtlpReceiver backend = OtlpReceiver.start();

	private final SurroundedApplication application;

	private final boolean inRequests;

	private RecipeApplication(Surrounding server, boolean inRequests, Class<?>... sources) {
		this.application = server.start(List.of(sources), "voice.telemetry.content.capture=full",
				"voice.telemetry.session.flush-on-end=true",
				"voice.telemetry.export.otlp.endpoint=" + this.backend.endpoint(),
				"voice.telemetry.export.otlp.metrics.enabled=false");
		this.inRequests = inRequests;
	}

	/**
	 * One that needs no server.
	 */
	static RecipeApplication in(Surrounding surrounding, Class<?>... sources) {
		return new RecipeApplication(surrounding, true, sources);
	}

	/**
	 * One with a server whatever surrounds the work: where that is nothing, it is done on
	 * the thread of the test.
	 */
	static RecipeApplication withServerIn(Surrounding surrounding, Class<?>... sources) {
		boolean inRequests = surrounding != Surrounding.PLAIN;
		return new RecipeApplication(inRequests ? surrounding : Surrounding.MVC, inRequests, sources);
	}

	/**
	 * Does the work of a test in its surrounding.
	 */
	void run(SurroundedApplication.Work work) throws Exception {
		if (this.inRequests) {
			this.application.run(work);
		}
		else {
			work.run(this.application.context());
		}
	}

	<T> T bean(Class<T> type) {
		return this.application.bean(type);
	}

	VoiceTelemetry telemetry() {
		return bean(VoiceTelemetry.class);
	}

	URI socket(String path) {
		return URI.create("ws://127.0.0.1:"
				+ this.application.context().getEnvironment().getRequiredProperty("local.server.port") + path);
	}

	/**
	 * What arrived of a call.
	 */
	List<ReceivedSpan> call(String sessionId) {
		return this.backend.spans()
			.stream()
			.filter((span) -> sessionId.equals(span.attributes().get("session.id")))
			.toList();
	}

	/**
	 * Waits until a call has arrived as it has to be, and checks it by the rules for
	 * traces of calls.
	 */
	List<ReceivedSpan> assertCall(String sessionId, List<String> attributes, String tree) {
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(VoiceTraceTree.render(call(sessionId), attributes::contains)).isEqualTo(tree));
		assertThat(VoiceTraceChecker.violations(this.backend.spans())).isEmpty();
		return call(sessionId);
	}

	@Override
	public void close() {
		this.application.close();
		this.backend.close();
	}

}
