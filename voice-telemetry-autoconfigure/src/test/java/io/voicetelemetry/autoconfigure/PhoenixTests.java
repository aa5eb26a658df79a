package io.voicetelemetry.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arize Phoenix takes each span of a call once, and puts them together.
 */
@ExtendWith(PhoenixExtension.class)
@EnabledIfSystemProperty(named = Phoenix.PROGRAM, matches = ".+", disabledReason = Phoenix.MISSING)
class PhoenixTests {

	private final Phoenix phoenix;

	private final PhoenixProject project;

	PhoenixTests(Phoenix phoenix) {
		this.phoenix = phoenix;
		this.project = new PhoenixProject(phoenix);
	}

	@Test
	void takesHttp() throws Exception {
		assertTakesAll("endpoint=" + this.phoenix.http(), "compression=none");
	}

	@Test
	void takesCompressedHttp() throws Exception {
		assertTakesAll("endpoint=" + this.phoenix.http());
	}

	@Test
	void takesGrpc() throws Exception {
		assertTakesAll("endpoint=" + this.phoenix.grpc(), "protocol=grpc", "compression=none");
	}

	@Test
	void takesCompressedGrpc() throws Exception {
		assertTakesAll("endpoint=" + this.phoenix.grpc(), "protocol=grpc");
	}

	@Test
	void takesNothingByHttpWithAnotherKey() throws Exception {
		assertTakesNothing("endpoint=" + this.phoenix.http());
	}

	@Test
	void takesNothingByGrpcWithAnotherKey() throws Exception {
		assertTakesNothing("endpoint=" + this.phoenix.grpc(), "protocol=grpc");
	}

	@Test
	void showsOneSession() throws Exception {
		List<SpanData> recorded = this.project.play("endpoint=" + this.phoenix.http());
		List<PhoenixSpan> shown = this.project.awaitSpans(recorded.size());
		JsonNode session = this.project.onlySession();
		assertThat(session.get("userId").asString()).isEqualTo(BookingCall.CALLER);
		assertThat(session.get("numTraces").asInt()).isEqualTo(1);
		assertThat(session.get("numTracesWithError").asInt()).isEqualTo(1);
		assertThat(session.at("/tokenUsage/prompt").asLong()).isEqualTo(BookingCall.TOKENS_IN);
		assertThat(session.at("/tokenUsage/completion").asLong()).isEqualTo(BookingCall.TOKENS_OUT);
		assertThat(session.at("/firstInput/value").asString()).contains(BookingCall.QUESTION);
		assertThat(session.at("/lastOutput/value").asString()).contains(BookingCall.ANSWER);
		PhoenixSpan root = shown.stream().filter((span) -> span.parentId().isEmpty()).findFirst().orElseThrow();
		assertThat(root.spanId()).isEqualTo(recorded.get(recorded.size() - 1).getSpanId());
		assertThat(root.tokensIn()).isEqualTo(BookingCall.TOKENS_IN);
		assertThat(root.tokensOut()).isEqualTo(BookingCall.TOKENS_OUT);
	}

	@Test
	void showsTurnsWithTracesOfTheirOwnInOneSession() throws Exception {
		List<SpanData> recorded = this.project.play("endpoint=" + this.phoenix.http(),
				"--voice.telemetry.session.trace=turn");
		this.project.awaitSpans(recorded.size());
		List<String> traces = recorded.stream().map(SpanData::getTraceId).distinct().toList();
		// two turns of the caller, two replies, the session
		assertThat(traces).hasSize(5);
		JsonNode session = this.project.onlySession();
		List<String> shown = new ArrayList<>();
		session.at("/traces/edges").forEach((edge) -> shown.add(edge.at("/node/traceId").asString()));
		assertThat(shown).containsExactlyInAnyOrderElementsOf(traces);
		assertThat(session.at("/tokenUsage/prompt").asLong()).isEqualTo(BookingCall.TOKENS_IN);
		assertThat(session.at("/tokenUsage/completion").asLong()).isEqualTo(BookingCall.TOKENS_OUT);
	}

	private void assertTakesAll(String... properties) throws Exception {
		List<SpanData> recorded = this.project.play(properties);
		List<PhoenixSpan> shown = this.project.awaitSpans(recorded.size());
		assertThat(shown).hasSameSizeAs(recorded);
		Map<String, PhoenixSpan> byId = shown.stream()
			.collect(Collectors.toMap(PhoenixSpan::spanId, Function.identity()));
		assertThat(recorded).allSatisfy((span) -> {
			PhoenixSpan arrived = byId.get(span.getSpanId());
			assertThat(arrived).isNotNull();
			assertThat(arrived.traceId()).isEqualTo(span.getTraceId());
			String parentId = span.getParentSpanId();
			assertThat(arrived.parentId()).isEqualTo(parentId.equals(SpanId.getInvalid()) ? "" : parentId);
			assertThat(arrived.name()).isEqualTo(span.getName());
			assertThat(arrived.status().equals("ERROR"))
				.isEqualTo(span.getStatus().getStatusCode() == StatusCode.ERROR);
			assertThat(arrived.statusMessage()).isEqualTo(span.getStatus().getDescription());
			assertThat(arrived.events()).isEqualTo(span.getEvents().stream().map(EventData::getName).toList());
		});
		this.project.onlySession();
	}

	private void assertTakesNothing(String... properties) throws Exception {
		List<String> arguments = this.project
			.arguments(Stream.concat(Stream.of(properties), Stream.of("api-key=other", "shutdown-timeout=100ms"))
				.toArray(String[]::new));
		try (ConfigurableApplicationContext context = this.project.run(arguments)) {
			BookingCall.play(context.getBean(VoiceTelemetry.class), this.project.sessionId());
			ExportPipeline pipeline = context.getBean(VoiceSpanProcessor.class).pipelines().get(0);
			assertThat(pipeline.flush(Duration.ofSeconds(2)).join().delivered()).isZero();
			assertThat(pipeline.counts().problem()).matches(".*(401|UNAUTHENTICATED).*");
			assertThat(pipeline.counts().queued()).isEqualTo(pipeline.counts().accepted());
		}
		assertThat(this.phoenix.spans(this.project.name())).isEmpty();
	}

}
