package io.voicetelemetry.recipe;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;

import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.VoiceSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that {@link OpenAiRealtimeConversation} answers in an application, with OpenAI in
 * another. For a static field with {@code @RegisterExtension}.
 */
final class RealtimeCalls implements BeforeAllCallback, AfterAllCallback {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final RecipeApplications applications = new RecipeApplications(RecipeApplication::in);

	private RecipeApplication application;

	/** OpenAI. */
	private RecipeApplication provider;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.provider = RecipeApplication.withServerIn(Surrounding.PLAIN, RealtimeApplication.class);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.provider.close();
		this.executor.shutdownNow();
		this.applications.afterAll(context);
	}

	void inside(Surrounding surrounding, Callback work) throws Exception {
		this.application = this.applications.in(surrounding);
		this.application.run((context) -> work.run());
	}

	/**
	 * The application that was last inside.
	 */
	RecipeApplication application() {
		return this.application;
	}

	RealtimeCall begin(String id) throws InterruptedException {
		return begin(id, RealtimeCalls::findSlots);
	}

	RealtimeCall begin(String id, BinaryOperator<String> tools) throws InterruptedException {
		InstantAudio line = new InstantAudio();
		VoiceSession session = this.application.telemetry().session().id(id).start();
		OpenAiRealtimeConversation conversation = new OpenAiRealtimeConversation(session, line, tools, this.executor);
		conversation.connect(this.provider.socket("/v1/realtime?model=gpt-realtime"), "sk-not-a-key").join();
		RealtimeServer.Connection openAi = this.provider.bean(RealtimeServer.class).accept();
		assertThat(openAi.apiKey()).isEqualTo("Bearer sk-not-a-key");
		return new RealtimeCall(session, line, conversation, openAi);
	}

	private static String findSlots(String name, String arguments) {
		if (name.equals("book")) {
			throw new IllegalStateException("no slot left");
		}
		return "[\"10:30\"]";
	}

	void assertNothingRefused() {
		assertThat(this.application.telemetry().refusals()).isEmpty();
	}

	interface Callback {

		void run() throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	static class RealtimeApplication {

		@Bean
		RealtimeServer realtimeServer() {
			return new RealtimeServer();
		}

		@Bean
		WebSocketConfigurer sockets(RealtimeServer server) {
			return (registry) -> registry.addHandler(server, "/v1/realtime");
		}

	}

}
