package io.voicetelemetry.export;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans with a resource of the backend's own. Used by the thread of a pipeline.
 */
final class BackendResource implements UnaryOperator<SpanData> {

	private final Resource own;

	/** An application has one, so that it is made once. */
	private @Nullable Resource last;

	private Resource merged = Resource.empty();

	BackendResource(Map<String, String> own) {
		AttributesBuilder attributes = Attributes.builder();
		own.forEach(attributes::put);
		this.own = Resource.create(attributes.build());
	}

	@Override
	public SpanData apply(SpanData span) {
		Resource resource = span.getResource();
		if (this.last != resource) {
			this.merged = resource.merge(this.own);
			this.last = resource;
		}
		return new WithResource(span, this.merged);
	}

	private static final class WithResource extends DelegatingSpanData {

		private final Resource resource;

		WithResource(SpanData span, Resource resource) {
			super(span);
			this.resource = resource;
		}

		@Override
		public Resource getResource() {
			return this.resource;
		}

	}

}
