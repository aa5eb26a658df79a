package io.voicetelemetry.export;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.content.ContentPolicy;
import io.voicetelemetry.dialect.Dialects;
import io.voicetelemetry.otlp.HttpTransport;
import io.voicetelemetry.otlp.OtlpDestination;
import io.voicetelemetry.otlp.OtlpTransport;

/**
 * Pipelines that send OTLP.
 *
 * @since 0.1
 */
public final class OtlpPipelines {

	private OtlpPipelines() {
	}

	/**
	 * A pipeline that sends over HTTP, as protobuf.
	 * @param destination where to
	 * @param settings how much may wait, and for how long
	 * @param content whether what was said may be sent, on spans of others too
	 * @return the pipeline, whose thread runs until it is shut down
	 */
	public static ExportPipeline create(OtlpDestination destination, DeliverySettings settings, boolean content) {
		return create(destination.backend(), new HttpTransport(destination), settings, content);
	}

	/**
	 * A pipeline that sends by any transport.
	 * @param backend the backend's name
	 * @param transport sends requests; its description names the backend and the host
	 * @param settings how much may wait, and for how long
	 * @param content whether what was said may be sent, on spans of others too
	 * @return the pipeline, whose thread runs until it is shut down
	 */
	public static ExportPipeline create(String backend, OtlpTransport transport, DeliverySettings settings,
			boolean content) {
		return pipeline(backend, transport, settings,
				content ? UnaryOperator.<SpanData>identity() : OtlpPipelines::withoutForeignContent, SpanSelection.ALL);
	}

	/**
	 * A pipeline that sends by any transport.
	 * @param backend the backend's name
	 * @param transport sends requests; its description names the backend and the host
	 * @param settings how much may wait, and for how long
	 * @param content what of the content may be sent, on spans of others too; asked for
	 * when the first of them is there
	 * @return the pipeline, whose thread runs until it is shut down
	 */
	public static ExportPipeline create(String backend, OtlpTransport transport, DeliverySettings settings,
			Supplier<ContentPolicy> content) {
		return pipeline(backend, transport, settings, new ForeignContentRedaction(content), SpanSelection.ALL);
	}

	/**
	 * A pipeline to a backend, which gets its spans in its dialects and with its
	 * resource.
	 * @param backend the backend
	 * @param transport sends requests; its description names the backend and the host
	 * @param settings how much may wait, and for how long
	 * @param content what of the content may be sent, on spans of others too; asked for
	 * when the first of them is there
	 * @return the pipeline, whose thread runs until it is shut down
	 */
	public static ExportPipeline create(VoiceBackend backend, OtlpTransport transport, DeliverySettings settings,
			Supplier<ContentPolicy> content) {
		UnaryOperator<SpanData> filter = new ForeignContentRedaction(content);
		Dialects dialects = Dialects.of(backend.dialects());
		UnaryOperator<SpanData> resource = backend.resource().isEmpty() ? UnaryOperator.identity()
				: new BackendResource(backend.resource());
		return pipeline(backend.name(), transport, settings,
				(span) -> dialects.apply(resource.apply(filter.apply(span))), backend.spans());
	}

	private static ExportPipeline pipeline(String backend, OtlpTransport transport, DeliverySettings settings,
			UnaryOperator<SpanData> filter, SpanSelection spans) {
		return new DeliveryPipeline(backend, settings, transport, filter, spans);
	}

	private static SpanData withoutForeignContent(SpanData span) {
		return OwnSpans.contain(span) ? span : SpanWithoutContent.of(span);
	}

}
