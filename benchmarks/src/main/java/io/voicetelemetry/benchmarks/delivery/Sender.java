package io.voicetelemetry.benchmarks.delivery;

import java.util.List;

/**
 * Who delivers spans.
 */
enum Sender {

	/** This project's starter with default settings. */
	VOICE("Voice Telemetry", ""),

	/** OpenTelemetry's batch processor with the sender that it comes with. */
	OKHTTP("batch processor, OkHttp", "io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider"),

	/** OpenTelemetry's batch processor with the sender of the JDK's client. */
	JDK("batch processor, JDK", "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider"),

	/** OpenTelemetry's batch processor and exporter for gRPC. */
	GRPC("batch processor, gRPC", "");

	private final String title;

	private final String httpSender;

	Sender(String title, String httpSender) {
		this.title = title;
		this.httpSender = httpSender;
	}

	String title() {
		return this.title;
	}

	/**
	 * Of the JVM: two senders are on the class path, of which OpenTelemetry takes the
	 * first it finds.
	 */
	List<String> options() {
		return this.httpSender.isEmpty() ? List.of()
				: List.of("-Dio.opentelemetry.sdk.common.export.HttpSenderProvider=" + this.httpSender);
	}

	SpanPipeline pipeline(Trial trial, String url) {
		return (this == VOICE) ? new VoicePipeline(trial, url) : new BatchPipeline(trial, url);
	}

}
