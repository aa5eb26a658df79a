package io.voicetelemetry.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication} as a process of its own.
 */
class SampleApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void playsTheCallAndExits() throws Exception {
		assertThat(run()).isZero();
		assertThat(output()).contains("is booked").contains("(interrupted)").contains("ended: hangup");
		assertThat(output().lines().map(String::strip))
			.anySatisfy((line) -> assertThat(line)
				.matches("0 +[0-9.]+ +agent_session +appointment-line, .*, ended by hangup"))
			.anySatisfy((line) -> assertThat(line).contains("voice.deliver_initial_greeting [operation]"))
			.anySatisfy((line) -> assertThat(line).matches("[0-9]+ +[0-9.]+ +llm.voice_response \\[llm_node]"))
			.anySatisfy((line) -> assertThat(line).matches("[0-9]+ +[0-9.]+ +llm_request +"
					+ "clinic-rules-1, first token after [0-9]+.[0-9]{3} s, 370 tokens in, 15 out, stop"))
			.anySatisfy((line) -> assertThat(line).contains("CANCELLED, felt latency ")
				.endsWith("4.0 s of audio heard, interrupted by audio_activity"))
			.anySatisfy((line) -> assertThat(line).matches("[0-9]+ +[0-9.]+ +function_tool +find_free_slots, call_.+"))
			.anySatisfy((line) -> assertThat(line).matches("reply 2 +[0-9.]+ s +end of turn .+, 2 model calls"))
			.anySatisfy((line) -> assertThat(line).isEqualTo("model calls  7, 3718 tokens in, 125 tokens out"))
			.anySatisfy(
					(line) -> assertThat(line).matches("llm +openai +clinic-rules-1 +7 +0 +1 +0 +3718 +- +125 +- +-"))
			.noneSatisfy((line) -> assertThat(line).contains("voice.transcript"));
		assertThat(output()).as("the report comes below the tree")
			.containsSubsequence("In all, as far as it was told", "Figures of call ", "What the caller waited for",
					"What the call used", "1 interruption, 2 tool calls, 1 model request told no tokens");
	}

	@Test
	void exitsWithAnErrorWhenTheCallFails() throws Exception {
		assertThat(run("--sample.embedded-model=false", "--sample.llm.base-url=http://localhost:1/v1")).isOne();
		assertThat(output()).contains("The scripted call failed").contains("ERROR, ").doesNotContain("0 tokens");
	}

	@Test
	void namesThePropertyThatIsMissing() throws Exception {
		assertThat(run("--sample.embedded-model=false")).isOne();
		assertThat(output()).contains("APPLICATION FAILED TO START").contains("sample.llm.base-url");
	}

	private int run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), SampleApplication.class.getName(), "--server.port=0",
						"--sample.exit=true", "--sample.playout-speed=20",
						"--spring.main.sources=" + UnfinishedAnswers.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output").toFile())
			.start();
		try {
			assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private String output() throws IOException {
		return Files.readString(this.directory.resolve("output"));
	}

}
