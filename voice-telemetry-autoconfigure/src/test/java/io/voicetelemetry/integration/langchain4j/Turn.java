package io.voicetelemetry.integration.langchain4j;

import java.util.ArrayList;
import java.util.List;

import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceTelemetry;

/**
 * Work in a reply of a call, in an application that has models.
 */
final class Turn {

	private final OpenAiEndpoint endpoint;

	private final List<Class<?>> sources = new ArrayList<>(List.of(Models.class));

	private final List<String> properties = new ArrayList<>();

	private Turn(OpenAiEndpoint endpoint) {
		this.endpoint = endpoint;
		this.properties.add(Models.ENDPOINT + "=" + endpoint.baseUrl());
	}

	static Turn at(OpenAiEndpoint endpoint) {
		return new Turn(endpoint);
	}

	Turn with(Class<?>... sources) {
		this.sources.addAll(List.of(sources));
		return this;
	}

	Turn with(String... properties) {
		this.properties.addAll(List.of(properties));
		return this;
	}

	Turn capturing() {
		return with("voice.telemetry.content.capture=full");
	}

	/**
	 * Does the work and hands back the spans of the call.
	 */
	Spans run(Surrounding surrounding, SurroundedApplication.Work work) throws Exception {
		return new Spans(surrounding.run(this.sources, this.properties, (context) -> {
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
		}));
	}

	/**
	 * Does the work outside any call.
	 */
	Spans runOutsideCalls(SurroundedApplication.Work work) throws Exception {
		return new Spans(Surrounding.PLAIN.run(this.sources, this.properties, work));
	}

}
