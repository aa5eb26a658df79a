package io.voicetelemetry.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StartBenchmarkTests {

	private static final Pattern OWN_CLASS = Pattern.compile("io\\.voicetelemetry\\.[\\w.$]+");

	@TempDir
	private static Path loadedClasses;

	private static Starts starts;

	@BeforeAll
	static void start() throws IOException {
		starts = StartBenchmark.run(0, "-Xlog:class+load:file=" + loadedClasses.resolve("%p"));
	}

	@Test
	void startsEachApplicationWithItsOwnClassPath() {
		double plain = starts.median(Variant.PLAIN, Start::beans);
		double bridge = starts.median(Variant.BRIDGE, Start::beans);
		assertThat(bridge).isGreaterThan(plain);
		assertThat(starts.median(Variant.VOICE, Start::beans)).isGreaterThan(bridge);
		assertThat(starts.median(Variant.VOICE_OTLP, Start::beans)).isGreaterThan(bridge);
		assertThat(starts.median(Variant.OPENTELEMETRY, Start::beans)).isGreaterThan(bridge);
	}

	/**
	 * They would take a start longer, of applications that need them later or never.
	 */
	@Test
	void leavesToTheFirstSpanWhatWritesAndEncodesSpans() throws IOException {
		assertThat(ownClasses())
			.contains("io.voicetelemetry.export.DeliveryPipeline", "io.voicetelemetry.dialect.LangfuseDialect")
			.doesNotContain("io.voicetelemetry.dialect.LangfuseFields", "io.voicetelemetry.dialect.LiveKitMetrics",
					"io.voicetelemetry.dialect.KeyPrefixes", "io.voicetelemetry.dialect.SpanRewrite",
					"io.voicetelemetry.otlp.OtlpEncoder",
					"io.voicetelemetry.autoconfigure.OpenTelemetryVariables$Products");
	}

	private static List<String> ownClasses() throws IOException {
		try (Stream<Path> processes = Files.list(loadedClasses)) {
			StringBuilder log = new StringBuilder();
			for (Path process : processes.toList()) {
				log.append(Files.readString(process));
			}
			return OWN_CLASS.matcher(log).results().map(MatchResult::group).distinct().toList();
		}
	}

}
