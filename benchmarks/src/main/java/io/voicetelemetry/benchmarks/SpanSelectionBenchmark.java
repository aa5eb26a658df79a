package io.voicetelemetry.benchmarks;

import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.voicetelemetry.export.ExportPipeline;
import io.voicetelemetry.export.SpanSelection;
import io.voicetelemetry.export.VoiceSpanProcessor;
import io.voicetelemetry.session.VoiceTelemetry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to choose the spans of a backend: three spans below an open one, an HTTP
 * request in a framework's span in one of ours, that start and end with six attributes
 * each, and go nowhere.
 */
@State(Scope.Benchmark)
public class SpanSelectionBenchmark extends TimedOperation {

	/** What the backends get. */
	@Param({ "ALL", "VOICE", "ALL,VOICE" })
	public String backends;

	private SdkTracerProvider provider;

	private Tracer ours;

	private Tracer library;

	private Span session;

	@Setup(Level.Trial)
	public void start() {
		List<ExportPipeline> pipelines = List.of(this.backends.split(","))
			.stream()
			.map(SpanSelection::valueOf)
			.<ExportPipeline>map(Nowhere::new)
			.toList();
		this.provider = SdkTracerProvider.builder()
			.addSpanProcessor(new VoiceSpanProcessor(pipelines, Attributes.empty(), Duration.ZERO))
			.build();
		this.ours = this.provider.get(VoiceTelemetry.INSTRUMENTATION_SCOPE);
		this.library = this.provider.get("library");
		this.session = this.ours.spanBuilder("agent_session").startSpan();
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.session.end();
		this.provider.close();
	}

	@Benchmark
	public Span threeSpans() {
		Span call = start(this.ours, "llm_request", this.session);
		Span chat = start(this.library, "chat", call);
		Span http = start(this.library, "POST", chat);
		http.end();
		chat.setAttribute("gen_ai.operation.name", "chat").end();
		call.end();
		return call;
	}

	private static Span start(Tracer tracer, String name, Span parent) {
		return tracer.spanBuilder(name)
			.setParent(Context.root().with(parent))
			.startSpan()
			.setAttribute("http.request.method", "POST")
			.setAttribute("http.response.status_code", 200)
			.setAttribute("server.address", "api.example.com")
			.setAttribute("server.port", 443)
			.setAttribute("url.full", "https://api.example.com/v1/chat/completions");
	}

}
