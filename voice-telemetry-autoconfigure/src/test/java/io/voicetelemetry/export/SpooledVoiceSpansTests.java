package io.voicetelemetry.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.voicetelemetry.export.RunningPipelines.Running;
import io.voicetelemetry.session.AgentTurn;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.test.VoiceTraceTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.voicetelemetry.export.RunningPipelines.PATIENCE;
import static io.voicetelemetry.export.RunningPipelines.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a backend of voice spans gets of a call that a crash has interrupted.
 */
class SpooledVoiceSpansTests {

	private final RunningPipelines pipelines = new RunningPipelines();

	@TempDir
	private Path directory;

	@AfterEach
	void close() throws Exception {
		this.pipelines.close();
	}

	@Test
	void spansThatWereOpenHangUnderTheirNearestAncestorThatIsSent() throws Exception {
		Running first = this.pipelines.run(settings(this.directory), (http) -> (request) -> new CompletableFuture<>(),
				SpanSelection.VOICE);
		VoiceSession session = first.telemetry().session().id("call-1").start();
		Span http = start(first, "POST", session.context());
		Span agent = start(first, "agent", session.context().with(http));
		Span query = start(first, "SELECT", session.context().with(agent));
		AgentTurn turn = session.startAgentTurn();
		Path backend = this.directory.resolve("backend");
		awaitWritten(backend, ".journal", "agent_turn");
		// It says what it is after the others were written down.
		agent.setAttribute("gen_ai.operation.name", "invoke_agent");
		start(first, "chat", session.context().with(query)).setAttribute("gen_ai.operation.name", "chat").end();
		awaitWritten(backend, ".journal", "invoke_agent");
		awaitWritten(backend, ".spool", "chat");
		Path copy = Files.createDirectories(this.directory.resolve("copy/backend"));
		for (Path file : files(backend, "")) {
			Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
		}
		this.pipelines.run(settings(copy.getParent()), (transport) -> transport::send, SpanSelection.VOICE);
		assertThat(VoiceTraceTree.render(this.pipelines.receiver().awaitSpans(4, PATIENCE))).isEqualTo("""
				agent_session
				  agent
				    chat
				  agent_turn
				""");
		query.end();
		agent.end();
		http.end();
		turn.end();
		session.end();
	}

	private static void awaitWritten(Path backend, String suffix, String text) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(content(backend, suffix)).contains(text));
	}

	private static String content(Path backend, String suffix) throws IOException {
		StringBuilder content = new StringBuilder();
		for (Path file : files(backend, suffix)) {
			content.append(Files.readString(file, StandardCharsets.ISO_8859_1));
		}
		return content.toString();
	}

	private static Span start(Running running, String name, Context parent) {
		return running.tracer().spanBuilder(name).setParent(parent).startSpan();
	}

	private static List<Path> files(Path directory, String suffix) throws IOException {
		if (!Files.exists(directory)) {
			return List.of();
		}
		try (var files = Files.list(directory)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(suffix)).toList();
		}
	}

}
